using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>An Engine beside the one of the whole suite, as <c>tests/run</c> starts it: another version or another store of images.</summary>
internal sealed class OtherEngine : IDisposable
{
    private OtherEngine(Uri host) => Api = new EngineApi(host);

    public EngineApi Api { get; }

    /// <summary>Skips the test, or fails it where the Engine is required, when it is not there.</summary>
    public static OtherEngine Open(Engines engine)
    {
        string name = EngineNames.All[engine];
        string variable = $"MLEM_DOCKER_TEST_ENGINE_{name.ToUpperInvariant().Replace('-', '_')}";
        string? host = Environment.GetEnvironmentVariable(variable);
        Peers.Require($"engine-{name}", string.IsNullOrEmpty(host) ? $"{variable} names no Engine." : null);
        return new OtherEngine(new Uri(host!));
    }

    /// <summary>Takes an image over from another Engine.</summary>
    public async Task TakeAsync(EngineApi from, string image, CancellationToken cancellation)
    {
        using var saved = new MemoryStream(await from.GetBytesAsync($"images/{image}/get", cancellation));
        await Api.PostTarAsync("images/load", saved, cancellation);
    }

    public void Dispose() => Api.Dispose();
}
