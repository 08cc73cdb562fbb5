using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Docker.DotNet.Models;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>A build and a container behind a real proxy, tinyproxy on loopback, which only docker's config.json names.</summary>
public sealed class ProxyTests(EngineFixture engine) : EngineTest(engine)
{
    private const string Program = "/usr/bin/tinyproxy";
    private const string Password = "S3CRET-of-the-proxy";

    [Theory]
    [InlineData(ImageBuilderKind.Classic)]
    [InlineData(ImageBuilderKind.BuildKit)]
    public async Task A_build_and_a_container_reach_the_network_through_the_proxy_of_config_json(ImageBuilderKind builder)
    {
        Peers.RequirePrograms(Peers.Proxy, Program);
        using var folder = new TemporaryFolder();
        using var site = new Site();
        int port = RegistryProcess.FreePort();
        using Process proxy = await StartAsync(folder, port);
        try
        {
            await File.WriteAllTextAsync(
                folder.Combine("config.json"),
                """{"proxies":{"default":{"httpProxy":"http://ann:PASSWORD@127.0.0.1:PORT"}}}""".Replace("PORT", $"{port}").Replace("PASSWORD", Password),
                Cancellation);
            await using DockerEngine client = await ConnectAsync(folder.Path);
            if (builder == ImageBuilderKind.BuildKit && client.PreferredBuilder != builder)
                Assert.Skip("This Engine prefers no BuildKit.");
            string busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);

            var observer = new RecordingObserver();
            var request = new ImageBuildRequest { Tags = [Prefix + ":1"], NetworkMode = "host", NoCache = true, Builder = builder };
            await BuildAsync(client, request, $"FROM {busybox}\nRUN wget -q -O /page http://127.0.0.1:{site.Port}/build && env && cat /page\n", observer);

            Assert.Contains(site.Requests, line => line.Contains("/build", StringComparison.Ordinal) && line.Contains("via:", StringComparison.OrdinalIgnoreCase));
            Assert.All(observer.Lines, line => Assert.DoesNotContain(Password, line, StringComparison.Ordinal));
            string history = await Api.GetTextAsync($"images/{Prefix}:1/history", Cancellation) + await Api.GetTextAsync($"images/{Prefix}:1/json", Cancellation);
            Assert.DoesNotContain(Password, history, StringComparison.Ordinal);

            ContainerCreated made = await client.Containers.CreateContainerAsync(
                new CreateContainerParameters
                {
                    Image = busybox,
                    Name = Prefix + "-c",
                    Cmd = ["wget", "-q", "-O", "-", $"http://127.0.0.1:{site.Port}/run"],
                    HostConfig = new HostConfig { NetworkMode = "host" },
                },
                Cancellation);
            await client.Containers.StartContainerAsync(made.Id, Cancellation);
            Assert.Equal(0, await client.Containers.WaitContainerAsync(made.Id, Cancellation));
            Assert.Contains(site.Requests, line => line.Contains("/run", StringComparison.Ordinal) && line.Contains("via:", StringComparison.OrdinalIgnoreCase));
            await client.Containers.RemoveContainerAsync(made.Id, force: true, cancellationToken: Cancellation);
        }
        finally
        {
            proxy.Kill();
            await proxy.WaitForExitAsync(CancellationToken.None);
            await Api.DeleteAsync($"images/{Prefix}:1", Cancellation);
        }
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_told_without_its_password()
    {
        Peers.RequirePrograms(Peers.Proxy, Program);
        using var folder = new TemporaryFolder();
        using var site = new Site();
        int port = RegistryProcess.FreePort();
        using Process proxy = await StartAsync(folder, port);
        try
        {
            await File.WriteAllTextAsync(
                folder.Combine("config.json"),
                """{"proxies":{"default":{"httpProxy":"http://ann:wrong-S3CRET@127.0.0.1:PORT"}}}""".Replace("PORT", $"{port}"),
                Cancellation);
            await using DockerEngine client = await ConnectAsync(folder.Path);
            string busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);
            var observer = new RecordingObserver();
            var request = new ImageBuildRequest { NetworkMode = "host", NoCache = true, Builder = ImageBuilderKind.Classic };
            var failure = await Assert.ThrowsAsync<ImageBuildException>(() => BuildAsync(
                client, request, $"FROM {busybox}\nRUN echo $http_proxy && wget -O /page http://127.0.0.1:{site.Port}/build\n", observer));

            Assert.Equal("ImageBuildFailed", failure.ErrorId);
            Assert.Contains("40", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong-S3CRET", failure + string.Concat(observer.Lines), StringComparison.Ordinal);
            Assert.Empty(site.Requests);
        }
        finally
        {
            proxy.Kill();
            await proxy.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static Task<DockerEngine> ConnectAsync(string config)
    {
        string? host = Environment.GetEnvironmentVariable("DOCKER_HOST");
        return DockerEngine.ConnectAsync(
            DockerEndpointResolver.Resolve(host, new Dictionary<string, string?> { ["DOCKER_CONFIG"] = config }), Cancellation);
    }

    private static Task BuildAsync(DockerEngine client, ImageBuildRequest request, string dockerfile, IOperationObserver observer) => client.BuildAsync(
        request,
        async (stream, stop) =>
        {
            await using var writer = new System.Formats.Tar.TarWriter(stream, leaveOpen: true);
            var entry = new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "Dockerfile")
            {
                DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(dockerfile)),
            };
            await writer.WriteEntryAsync(entry, stop);
        },
        observer,
        Cancellation);

    private static async Task<Process> StartAsync(TemporaryFolder folder, int port)
    {
        await File.WriteAllTextAsync(
            folder.Combine("tinyproxy.conf"),
            $"Port {port}\nListen 127.0.0.1\nTimeout 30\nMaxClients 20\nBasicAuth ann {Password}\nLogFile \"{folder.Combine("log")}\"\n",
            Cancellation);
        Process process = Process.Start(new ProcessStartInfo(Program, ["-d", "-c", folder.Combine("tinyproxy.conf")]) { RedirectStandardOutput = true })!;
        for (int attempt = 0; ; attempt++)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, Cancellation);
                return process;
            }
            catch (SocketException) when (attempt < 200 && !process.HasExited)
            {
                await Task.Delay(50, Cancellation);
            }
        }
    }

    private sealed class RecordingObserver : IOperationObserver
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

        public void Verbose(string message) => Lines.Enqueue(message);

        public void Debug(string message) => Lines.Enqueue(message);

        public void Warning(string message) => Lines.Enqueue(message);

        public void Progress(OperationProgress progress) => Lines.Enqueue(progress.ToString());
    }

    /// <summary>A web site that remembers what it was asked, each request with its headers as one line.</summary>
    private sealed class Site : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Site()
        {
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public System.Collections.Concurrent.ConcurrentQueue<string> Requests { get; } = new();

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using TcpClient client = await _listener.AcceptTcpClientAsync();
                    using var reader = new StreamReader(client.GetStream());
                    var head = new System.Text.StringBuilder();
                    while (await reader.ReadLineAsync() is { Length: > 0 } line)
                        head.Append(line).Append(' ');
                    Requests.Enqueue(head.ToString());
                    await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"u8.ToArray());
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }
    }
}
