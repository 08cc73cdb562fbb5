using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Mlem.Docker.Tests.Registries;

public sealed class RegistryConnectionTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private RegistryClientOptions Options => new() { RetryDelay = TimeSpan.FromMilliseconds(1), CertificateFolders = [_certificates.CertificateFolder] };

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task A_private_authority_in_the_certificate_folder_is_trusted()
    {
        using var certificate = _certificates.ForLoopback();
        await using var server = new TestServer(FakeRegistry.Answer, certificate);
        _certificates.Trust(server.Host);
        using var client = new RegistryClient(server.Host, options: Options);
        Assert.NotNull(await client.HeadManifestAsync(ImageReference.Parse(server.Host + "/team/iris:1"), Stop));
    }

    [Fact]
    public async Task Certificates_that_are_not_trusted_are_refused_with_the_reason()
    {
        await Refused(_certificates.ForLoopback(), trusted: false, "its authority is not known here (CN=Test authority)");
        await Refused(TestCertificates.SelfSigned(), trusted: false, "it is self-signed (CN=Somebody)");
        await Refused(TestCertificates.SelfSigned(), trusted: true, "it is self-signed (CN=Somebody)");
        await Refused(_certificates.ForName("other.example.com"), trusted: true, "it is for another name (other.example.com)");
        await Refused(_certificates.ForLoopback(DateTimeOffset.UtcNow.AddDays(-2)), trusted: true, "it expired on ");
    }

    [Fact]
    public async Task An_insecure_registry_may_have_any_certificate()
    {
        using var certificate = TestCertificates.SelfSigned();
        await using var server = new TestServer(FakeRegistry.Answer, certificate);
        using var client = new RegistryClient(server.Host, options: Options with { Insecure = true });
        Assert.False(await client.CheckLoginAsync(Stop));
    }

    [Theory]
    [InlineData(407, "ann:S3CRET@", "(407)", "user and password")]
    [InlineData(403, "", "(403)", "NO_PROXY")]
    public async Task A_proxy_that_refuses_is_what_the_error_tells_of(int status, string user, string expected, string advice)
    {
        await using var proxy = new TestServer(_ => new TestAnswer(status, "no", "text/plain"));
        var variables = new Dictionary<string, string?> { ["HTTPS_PROXY"] = $"http://{user}{proxy.Host}" };
        using var client = new RegistryClient("registry.example.com", options: Options with { Variables = variables });
        var failure = await Fails("ProxyRefused", () => client.CheckLoginAsync(Stop));
        Assert.Contains($"http://{proxy.Host} ", failure.Message);
        Assert.Contains("registry.example.com", failure.Message);
        Assert.Contains(expected, failure.Message);
        Assert.Contains(advice, failure.Recommendation);
        Assert.DoesNotContain("S3CRET", failure.ToString());
    }

    [Fact]
    public async Task A_proxy_that_does_not_answer_is_not_taken_for_the_registry()
    {
        var variables = new Dictionary<string, string?> { ["HTTPS_PROXY"] = "http://ann:S3CRET@127.0.0.1:1" };
        using var client = new RegistryClient("registry.example.com", options: Options with { Variables = variables });
        var failure = await Fails("ProxyUnreachable", () => client.CheckLoginAsync(Stop));
        Assert.Contains("127.0.0.1:1", failure.Message);
        Assert.DoesNotContain("S3CRET", failure.ToString());
    }

    [Fact]
    public async Task What_NO_PROXY_names_is_reached_without_the_proxy()
    {
        using var certificate = _certificates.ForLoopback();
        await using var server = new TestServer(FakeRegistry.Answer, certificate);
        var variables = new Dictionary<string, string?> { ["HTTPS_PROXY"] = "http://127.0.0.1:1", ["no_proxy"] = ".example.com" };
        var options = Options with { Variables = variables, Insecure = true, Connect = (_, stop) => ConnectAsync(server, stop) };
        using var client = new RegistryClient("registry.example.com", options: options);
        Assert.False(await client.CheckLoginAsync(Stop));
    }

    [Fact]
    public async Task A_host_without_an_address_is_called_unknown()
    {
        using var client = new RegistryClient("registry.invalid:5000", options: Options);
        var failure = await Fails("RegistryHostUnknown", () => client.CheckLoginAsync(Stop));
        Assert.Contains("registry.invalid", failure.Message);
    }

    [Fact]
    public async Task Plain_http_beyond_loopback_is_only_spoken_when_asked_for()
    {
        await using var server = new TestServer(FakeRegistry.Answer);
        var options = Options with { Connect = (_, stop) => ConnectAsync(server, stop) };
        using var careful = new RegistryClient("registry.example.com", options: options);
        await Fails("RegistryTlsMissing", () => careful.CheckLoginAsync(Stop));
        Assert.Empty(server.Requests);
        using var insecure = new RegistryClient("registry.example.com", options: options with { Insecure = true });
        Assert.False(await insecure.CheckLoginAsync(Stop));
    }

    [Theory]
    [InlineData("http://registry.example.com:81/token", true)]
    [InlineData("http://tokens.example.com/token", false)]
    [InlineData("http://127.0.0.1/token", false)]
    public async Task An_insecure_registry_may_name_an_insecure_token_server_on_its_own_host_only(string realm, bool allowed)
    {
        await using var server = new TestServer(request =>
            request.Path.StartsWith("/token", StringComparison.Ordinal) ? new TestAnswer(200, """{"token":"good"}""")
            : request.Authorization == "Bearer good" ? FakeRegistry.Answer(request)
            : FakeRegistry.Challenge($"Bearer realm=\"{realm}\""));
        var options = Options with { Insecure = true, Connect = (_, stop) => ConnectAsync(server, stop) };
        using var client = new RegistryClient("registry.example.com", RegistryCredential.FromPassword("ann", "pw"), options);
        if (allowed)
            Assert.True(await client.CheckLoginAsync(Stop));
        else
            await Fails("RegistryRealmRefused", () => client.CheckLoginAsync(Stop));
    }

    [Fact]
    public async Task What_is_allowed_for_an_insecure_registry_is_not_allowed_for_its_token_server()
    {
        using var certificate = TestCertificates.SelfSigned();
        await using var tokens = new TestServer(_ => new TestAnswer(200, """{"token":"good"}"""), certificate);
        await using var server = new TestServer(
            request => FakeRegistry.Challenge("Bearer realm=\"https://tokens.example.com/token\""), certificate);
        var options = Options with
        {
            Insecure = true,
            Connect = (context, stop) => ConnectAsync(context.DnsEndPoint.Host == "tokens.example.com" ? tokens : server, stop),
        };
        using var client = new RegistryClient("registry.example.com", RegistryCredential.FromPassword("ann", "pw"), options);
        Assert.Contains("tokens.example.com", (await Fails("RegistryCertificateInvalid", () => client.CheckLoginAsync(Stop))).Message);
        Assert.Empty(tokens.Requests);
    }

    [Fact]
    public async Task Docker_Hub_is_asked_at_its_own_hosts_with_its_own_login()
    {
        using var certificate = _certificates.ForName("registry-1.docker.io");
        using var tokenCertificate = _certificates.ForName("auth.docker.io");
        _certificates.Trust("registry-1.docker.io");
        _certificates.Trust("auth.docker.io");
        await using var tokens = new TestServer(_ => new TestAnswer(200, """{"token":"good"}"""), tokenCertificate);
        await using var server = new TestServer(
            request => request.Authorization == "Bearer good"
                ? FakeRegistry.Answer(request)
                : FakeRegistry.Challenge("Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\""),
            certificate);
        var options = Options with
        {
            Connect = (context, stop) => context.DnsEndPoint switch
            {
                { Host: "auth.docker.io", Port: 443 } => ConnectAsync(tokens, stop),
                { Host: "registry-1.docker.io", Port: 443 } => ConnectAsync(server, stop),
                _ => throw new InvalidOperationException(context.DnsEndPoint.ToString()),
            },
        };
        var session = new RegistryCredentialStore();
        session.Set("https://index.docker.io/v1/", RegistryCredential.FromPassword("ann", "pw"));
        using var service = new RegistryOperations(new RegistryCredentials(session), options, null);
        var registry = new DockerIORegistry();
        Assert.True(await service.LoginAsync(registry, Stop));
        Assert.True(await service.ExistsAsync(registry, ImageReference.Parse("team/iris:1"), Stop));
        Assert.False(await service.ExistsAsync(registry, ImageReference.Parse("iris:1"), Stop));
        Assert.Contains(tokens.Requests, request => request.Path.Contains("scope=repository%3Alibrary%2Firis%3Apull"));
        Assert.All(tokens.Requests, request => Assert.Equal("Basic YW5uOnB3", request.Authorization));
    }

    [Fact]
    public async Task Nobody_at_the_port_is_an_unreachable_registry()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var host = listener.LocalEndpoint.ToString()!;
        listener.Stop();
        using var client = new RegistryClient(host, options: Options);
        Assert.Contains(host, (await Fails("RegistryUnreachable", () => client.CheckLoginAsync(Stop))).Message);
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_in_time_is_given_up()
    {
        using var certificate = _certificates.ForLoopback();
        using var never = new ManualResetEventSlim();
        await using var server = new TestServer(
            request =>
            {
                never.Wait(TimeSpan.FromSeconds(20), Stop);
                return FakeRegistry.Ping;
            },
            certificate);
        _certificates.Trust(server.Host);
        using var client = new RegistryClient(server.Host, options: Options with { RequestTimeout = TimeSpan.FromMilliseconds(300) });
        await Fails("RegistryTimeout", () => client.CheckLoginAsync(Stop));
        never.Set();
    }

    [Theory]
    [InlineData(200, "<html>", "text/html", "with an HTML page")]
    [InlineData(200, "  <!doctype html>", "application/json", "with an HTML page")]
    [InlineData(404, "<html>", "text/html", "with an HTML page")]
    [InlineData(404, "", "", "there is no distribution API")]
    [InlineData(200, "hello", "text/plain", "does not answer as the distribution API does")]
    [InlineData(401, "{}", "application/json", "neither Basic nor Bearer")]
    public async Task What_is_no_registry_is_called_so(int status, string body, string type, string expected)
    {
        await using var server = new TestServer(_ => new TestAnswer(status, body, type));
        using var client = new RegistryClient(server.Host, options: Options);
        Assert.Contains(expected, (await Fails("RegistryNotARegistry", () => client.CheckLoginAsync(Stop))).Message);
    }

    [Theory]
    [InlineData("registry")]
    [InlineData("")]
    [InlineData("a b.c")]
    [InlineData("host.x:99999")]
    public void A_host_that_no_reference_can_have_is_refused(string host)
    {
        Assert.Equal("RegistryHostInvalid", Assert.Throws<MlemException>(() => new RegistryClient(host)).ErrorId);
    }

    private async Task Refused(X509Certificate2 certificate, bool trusted, string reason)
    {
        using (certificate)
        {
            await using var server = new TestServer(FakeRegistry.Answer, certificate);
            if (trusted)
                _certificates.Trust(server.Host);
            using var client = new RegistryClient(server.Host, RegistryCredential.FromPassword("ann", "S3CRET"), Options);
            Assert.Contains(reason, (await Fails("RegistryCertificateInvalid", () => client.CheckLoginAsync(Stop))).Message);
            Assert.Empty(server.Requests);
        }
    }

    private static async ValueTask<Stream> ConnectAsync(TestServer server, CancellationToken stop)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(server.Host), stop);
        return client.GetStream();
    }

    private static async Task<MlemException> Fails(string errorId, Func<Task> action)
    {
        var failure = await Assert.ThrowsAsync<MlemException>(action);
        Assert.True(errorId == failure.ErrorId, $"{failure.ErrorId}: {failure.Message}");
        return failure;
    }
}
