using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>A real Engine beside the tests' own, with nothing on it and no network.</summary>
internal sealed class SecondEngine : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ServerProcess _server;

    private SecondEngine(TemporaryFolder folder, ServerProcess server, int port)
    {
        _folder = folder;
        _server = server;
        Api = new EngineApi(new Uri($"tcp://127.0.0.1:{port}"));
    }

    public EngineApi Api { get; }

    public static async Task<SecondEngine> StartAsync(string program, CancellationToken cancellation)
    {
        var folder = new TemporaryFolder();
        int port = RegistryProcess.FreePort();
        ServerProcess server = await ServerProcess.StartAsync(
            program,
            [
                "--host", $"tcp://127.0.0.1:{port}", "--bridge=docker0", "--iptables=false", "--ip6tables=false",
                "--data-root", folder.Combine("data"), "--exec-root", folder.Combine("exec"), "--pidfile", folder.Combine("pid"),
            ],
            port,
            cancellation);
        return new SecondEngine(folder, server, port);
    }

    /// <summary>Takes an image over from another Engine.</summary>
    public async Task TakeAsync(EngineApi from, string image, CancellationToken cancellation)
    {
        using var saved = new MemoryStream(await from.GetBytesAsync($"images/{image}/get", cancellation));
        await Api.PostTarAsync("images/load", saved, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
