using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>
/// Debian's <c>docker-registry</c> on a free loopback port, with a storage folder of its own, deletes allowed. It ends
/// with the test. An Engine on this machine reaches it as <c>localhost:port</c> by plain http.
/// </summary>
internal sealed class RegistryProcess : IAsyncDisposable
{
    private const string Program = "/usr/bin/docker-registry";

    // Docker takes every registry on this machine's loopback as one without TLS; Podman has to be told of each port.
    private const int PodmansPort = 5000;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;
    private readonly Task<string> _log;

    private RegistryProcess(int port, string more)
    {
        Port = port;
        File.WriteAllText(_folder.Combine("config.yml"), $"""
            version: 0.1
            log: {"{ level: warn }"}
            storage:
              filesystem: {"{"} rootdirectory: {_folder.Combine("storage")} {"}"}
              delete: {"{ enabled: true }"}
            http:
              addr: 127.0.0.1:{port}
              secret: not-shared-with-anyone
            {more}
            """);
        var start = new ProcessStartInfo(Program, ["serve", _folder.Combine("config.yml")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _log = _process.StandardError.ReadToEndAsync();
    }

    public int Port { get; }

    /// <summary>As it stands in an image's reference.</summary>
    public string Host => $"localhost:{Port}";

    /// <summary>Skips the test, or fails it where the registry is required, when the program is not there.</summary>
    public static void Require() =>
        Peers.Require(Peers.Registry, File.Exists(Program) ? null : "Debian's docker-registry is not installed.");

    /// <param name="more">Further sections of its configuration, e.g. <c>auth:</c>.</param>
    /// <param name="cancellation">Ends the wait for its first answer.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    public static async Task<RegistryProcess> StartAsync(CancellationToken cancellation, string more = "", int port = 0)
    {
        Require();
        var registry = new RegistryProcess(port != 0 ? port : EngineNames.Current == Engines.Podman ? PodmansPort : FreePort(), more);
        try
        {
            await registry.WaitUntilListeningAsync(cancellation);
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    /// <summary>The digest of an image's manifest, or null where the registry has no such image.</summary>
    public async Task<string?> DigestAsync(string repository, string tag, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, $"http://{Host}/v2/{repository}/manifests/{tag}");
        foreach (var form in (string[])["oci.image.index.v1", "oci.image.manifest.v1", "docker.distribution.manifest.list.v2", "docker.distribution.manifest.v2"])
            request.Headers.Accept.ParseAdd($"application/vnd.{form}+json");
        using var response = await client.SendAsync(request, cancellation);
        return response.IsSuccessStatusCode ? response.Headers.GetValues("Docker-Content-Digest").Single() : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _log;
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task WaitUntilListeningAsync(CancellationToken cancellation)
    {
        var until = DateTime.UtcNow + StartLimit;
        while (true)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"docker-registry ended with {_process.ExitCode}: {await _log}");
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, Port, cancellation);
                return;
            }
            catch (SocketException) when (DateTime.UtcNow < until)
            {
                await Task.Delay(50, cancellation);
            }
        }
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
