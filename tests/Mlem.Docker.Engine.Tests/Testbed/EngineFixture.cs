using Mlem.Docker.Engine.Tests.Testbed;

[assembly: AssemblyFixture(typeof(EngineFixture))]

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>The real Docker Engine that all tests of this program share, found as <c>tests/run</c> left it.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    private EngineApi? _api;
    private BaseImages? _baseImages;
    private string? _missing;
    private int _tests;

    /// <summary>Begins the name of everything that this run puts on the Engine.</summary>
    internal string RunPrefix { get; } = $"mdt-{Guid.NewGuid().ToString("n")[..8]}";

    internal EngineApi Api => _api ?? throw new InvalidOperationException(_missing);

    internal BaseImages BaseImages => _baseImages ?? throw new InvalidOperationException(_missing);

    public async ValueTask InitializeAsync()
    {
        _missing = Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_ENGINE_MISSING");
        if (!string.IsNullOrEmpty(_missing))
            return;
        string host = Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "unix:///var/run/docker.sock";
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            var api = new EngineApi(new Uri(host));
            await api.PingAsync(limit.Token);
            _missing = null;
            _api = api;
            _baseImages = new BaseImages(api);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException
            or UriFormatException or NotSupportedException)
        {
            _missing = $"nothing answers at {host} ({exception.Message}).";
        }
    }

    /// <summary>Skips the test, or fails it where the Engine is required.</summary>
    internal void Require() => Peers.Require(Peers.Engine, _missing);

    internal string NextTestPrefix() => $"{RunPrefix}-{Interlocked.Increment(ref _tests)}";

    public async ValueTask DisposeAsync()
    {
        if (_api is null)
            return;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var left = await Leftovers.TakeAwayAsync(_api, RunPrefix, limit.Token);
        _api.Dispose();
        if (left.Count > 0)
            throw new InvalidOperationException($"The run left on the Engine: {string.Join(", ", left)}.");
    }
}
