namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>
/// A test against the real Engine. Everything it makes there carries <see cref="Prefix"/> in its name; what is still
/// there afterwards fails the test.
/// </summary>
public abstract class EngineTest(EngineFixture engine) : IAsyncLifetime
{
    internal EngineFixture Engine { get; } = engine;

    internal EngineApi Api => Engine.Api;

    internal string Prefix { get; } = engine.NextTestPrefix();

    internal static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual ValueTask InitializeAsync()
    {
        Engine.Require();
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var left = await Leftovers.TakeAwayAsync(Api, Prefix, limit.Token);
        Assert.True(left.Count == 0, $"left on the Engine: {string.Join(", ", left)}");
    }
}
