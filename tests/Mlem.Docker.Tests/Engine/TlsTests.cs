using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Engine;

/// <summary>An Engine behind TLS that asks for a client's certificate, all signed by an authority of the test's own.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-tls-").FullName;
    private readonly X509Certificate2 _authority = Authority("mlem test authority");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_files_of_DOCKER_CERT_PATH_open_an_Engine_that_verifies_its_clients()
    {
        WriteFiles(_authority, withClient: true);
        await using var engine = new TlsEngine(Issue("localhost", server: true));
        await using var client = await DockerEngine.ConnectAsync(Endpoint(engine.Port), Cancellation);
        Assert.Equal("1.41", client.ApiVersion!.ToString());
        Assert.Null(await client.Images.FindImageAsync("none", Cancellation));
    }

    [Fact]
    public async Task An_Engine_of_another_authority_is_not_trusted()
    {
        using var other = Authority("another authority");
        WriteFiles(other, withClient: true);
        await using var engine = new TlsEngine(Issue("localhost", server: true));
        var error = await Assert.ThrowsAsync<EngineException>(() => DockerEngine.ConnectAsync(Endpoint(engine.Port), Cancellation));
        Assert.Equal("EngineUnreachable", error.ErrorId);
        Assert.Contains("TLS failed", error.Message, StringComparison.Ordinal);
        Assert.Contains("ca.pem", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Engine_without_TLS_is_called_so()
    {
        WriteFiles(_authority, withClient: true);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = Task.Run(
            async () =>
            {
                // As Go's server answers what is no HTTP.
                using var client = await listener.AcceptTcpClientAsync(Cancellation);
                await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n400 Bad Request"u8.ToArray(), Cancellation);
                await client.GetStream().CopyToAsync(Stream.Null, Cancellation);
            },
            Cancellation);
        var error = await Assert.ThrowsAsync<EngineException>(() => DockerEngine.ConnectAsync(Endpoint(((IPEndPoint)listener.LocalEndpoint).Port), Cancellation));
        await answering;
        Assert.Equal("EngineUnreachable", error.ErrorId);
        Assert.Contains("it does not speak TLS", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Engine_of_another_name_is_not_trusted()
    {
        WriteFiles(_authority, withClient: true);
        await using var engine = new TlsEngine(Issue("elsewhere.example", server: true));
        var error = await Assert.ThrowsAsync<EngineException>(() => DockerEngine.ConnectAsync(Endpoint(engine.Port), Cancellation));
        Assert.Contains("TLS failed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_turned_away_with_a_clear_error()
    {
        WriteFiles(_authority, withClient: false);
        await using var engine = new TlsEngine(Issue("localhost", server: true));
        var error = await Assert.ThrowsAsync<EngineException>(() => DockerEngine.ConnectAsync(Endpoint(engine.Port), Cancellation));
        Assert.Equal("EngineUnreachable", error.ErrorId);
    }

    [Fact]
    public async Task A_file_that_is_no_certificate_is_named()
    {
        WriteFiles(_authority, withClient: true);
        File.WriteAllText(Path.Combine(_folder, "key.pem"), "nonsense");
        await using var engine = new TlsEngine(Issue("localhost", server: true));
        var error = await Assert.ThrowsAsync<MlemException>(() => DockerEngine.ConnectAsync(Endpoint(engine.Port), Cancellation));
        Assert.Equal("TlsMaterialInvalid", error.ErrorId);
        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private X509Certificate2 Issue(string name, bool server)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        using var bare = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(8));
        using var joined = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(joined.Export(X509ContentType.Pfx), null);
    }

    private void WriteFiles(X509Certificate2 authority, bool withClient)
    {
        File.WriteAllText(Path.Combine(_folder, "ca.pem"), authority.ExportCertificatePem());
        if (!withClient)
            return;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256);
        using var certificate = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Path.Combine(_folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private DockerEndpoint Endpoint(int port) => DockerEndpointResolver.Resolve(
        $"tcp://localhost:{port}", new Dictionary<string, string?> { ["DOCKER_TLS_VERIFY"] = "1", ["DOCKER_CERT_PATH"] = _folder });

    /// <summary>Takes one request a connection: a ping is OK, everything else is not found.</summary>
    private sealed class TlsEngine : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;
        private readonly Task _serving;

        public TlsEngine(X509Certificate2 certificate)
        {
            _certificate = certificate;
            _listener.Start();
            _serving = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
            _certificate.Dispose();
        }

        private async Task ServeAsync()
        {
            while (true)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync(Cancellation);
                    await using var secured = new SslStream(client.GetStream());
                    var options = new SslServerAuthenticationOptions
                    {
                        ServerCertificate = _certificate,
                        ClientCertificateRequired = true,
                        RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=client",
                    };
                    await secured.AuthenticateAsServerAsync(options, Cancellation);
                    var buffer = new byte[4096];
                    var count = await secured.ReadAsync(buffer, Cancellation);
                    var ping = Encoding.ASCII.GetString(buffer, 0, count).Contains("/_ping", StringComparison.Ordinal);
                    await secured.WriteAsync(
                        Encoding.ASCII.GetBytes(ping
                            ? "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK"
                            : "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}"),
                        Cancellation);
                }
                catch (Exception error) when (error is System.Security.Authentication.AuthenticationException or IOException)
                {
                    // The handshake failed, as some tests want.
                }
                catch (Exception error) when (error is SocketException or InvalidOperationException or OperationCanceledException)
                {
                    return;
                }
            }
        }
    }
}
