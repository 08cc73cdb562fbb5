using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>
/// Docker Engine 20.10 beside the Engine of the whole suite, as <c>tests/run</c> starts it: other builders, another store of
/// images, another way of writing a layer's tar.
/// </summary>
internal sealed class OldEngine : IDisposable
{
    private OldEngine(Uri host) => Api = new EngineApi(host);

    public EngineApi Api { get; }

    /// <summary>Skips the test, or fails it where the Engine is required, when it is not there.</summary>
    public static OldEngine Open()
    {
        string? host = Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_ENGINE_20");
        Peers.Require(Peers.OldEngine, string.IsNullOrEmpty(host) ? "MLEM_DOCKER_TEST_ENGINE_20 names no Docker Engine 20.10." : null);
        return new OldEngine(new Uri(host!));
    }

    /// <summary>Takes an image over from another Engine.</summary>
    public async Task TakeAsync(EngineApi from, string image, CancellationToken cancellation)
    {
        using var saved = new MemoryStream(await from.GetBytesAsync($"images/{image}/get", cancellation));
        await Api.PostTarAsync("images/load", saved, cancellation);
    }

    public void Dispose() => Api.Dispose();
}
