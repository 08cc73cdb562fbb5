using Mlem.Docker.Engine.Tests.Client;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>A real <c>dockerd</c> that lets in only clients with a certificate of its authority.</summary>
public sealed class TlsEngineTests(EngineFixture engine) : EngineTest(engine)
{
    [Fact]
    public async Task An_image_is_pulled_and_built_over_TLS_and_nobody_else_is_let_in()
    {
        string program = Dockerd() ?? "dockerd";
        Peers.RequirePrograms(Peers.TlsEngine, program);
        using var folder = new TemporaryFolder();
        EngineCertificates.Write(folder.Path);
        int port = RegistryProcess.FreePort();
        // The other Engine's bridge, untouched: with --bridge=none, dockerd deletes docker0 for everybody.
        await using var server = await ServerProcess.StartAsync(
            program,
            [
                "--host", $"tcp://127.0.0.1:{port}", "--tlsverify", "--tlscacert", folder.Combine("ca.pem"),
                "--tlscert", folder.Combine("server-cert.pem"), "--tlskey", folder.Combine("server-key.pem"),
                "--bridge=docker0", "--iptables=false", "--ip6tables=false", "--storage-driver=vfs",
                "--data-root", folder.Combine("data"), "--exec-root", folder.Combine("exec"), "--pidfile", folder.Combine("pid"),
            ],
            port,
            Cancellation);
        await using var registry = await RegistryProcess.StartAsync(Cancellation);
        string source = await Engine.BaseImages.BusyboxAsync(Cancellation);
        string name = $"{registry.Host}/{Prefix}";
        await Api.PostAsync($"images/{source}/tag?repo={name}&tag=1", null, Cancellation);
        await Api.PushAsync(name, "1", Cancellation);
        Assert.True(await Api.DeleteAsync($"images/{name}:1", Cancellation));

        Dictionary<string, string?> variables = new()
        {
            ["DOCKER_HOST"] = $"tcp://localhost:{port}",
            ["DOCKER_TLS_VERIFY"] = "1",
            ["DOCKER_CERT_PATH"] = folder.Path,
        };
        await using (var client = await DockerEngine.ConnectAsync(DockerEndpointResolver.Resolve(environment: variables), Cancellation))
        {
            var pulled = await client.Transfers.PullAsync(name + ":1", null, null, NullOperationObserver.Instance, Cancellation);
            var request = new ImageBuildRequest { Tags = [$"{Prefix}:tls"], Builder = ImageBuilderKind.Classic };
            var built = await client.BuildAsync(
                request, ClientTest.Context($"FROM {name}:1\nLABEL over=tls\n"), NullOperationObserver.Instance, Cancellation);
            var images = await client.Images.ListImagesAsync(cancellationToken: Cancellation);
            Assert.Equal(new[] { pulled.Id, built.ImageId }.Order(), images.Select(image => image.Id).Order());
            Assert.Equal("tls", images.Single(image => image.Id == built.ImageId).Labels["over"]);
            // Over TLS the sending side closes in a way of its own.
            await CancelledCopy.LeavesNothingAsync(client, name + ":1", Cancellation);
        }

        File.Delete(folder.Combine("key.pem"));
        File.Delete(folder.Combine("cert.pem"));
        await FailsAsync(variables, "TLS failed: it does not let this client in");
        variables.Remove("DOCKER_TLS_VERIFY");
        await FailsAsync(variables, "it wants TLS");
    }

    // That of the Engine under test, whose programs come first.
    private static string? Dockerd() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, "dockerd")).FirstOrDefault(File.Exists);

    private static async Task FailsAsync(Dictionary<string, string?> variables, string word)
    {
        var error = await Assert.ThrowsAsync<EngineException>(() =>
            DockerEngine.ConnectAsync(DockerEndpointResolver.Resolve(environment: variables), Cancellation));
        Assert.Equal("EngineUnreachable", error.ErrorId);
        Assert.Contains("from the variable DOCKER_HOST", error.Message, StringComparison.Ordinal);
        Assert.True((error.Message + error.Recommendation).Contains(word, StringComparison.Ordinal), $"{error} {error.Recommendation}");
    }
}
