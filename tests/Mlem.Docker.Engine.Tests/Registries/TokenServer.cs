using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Mlem.Docker.Engine.Tests.Registries;

/// <summary>
/// A token server of the distribution's kind on loopback: knows one user, and signs access tokens (JWT, RS256) that
/// docker-registry believes because it has the certificate.
/// </summary>
internal sealed class TokenServer : IAsyncDisposable
{
    public const string Service = "test-service";
    public const string Issuer = "test-issuer";

    private readonly PrivateAuthority _authority;
    private readonly string _login;
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public TokenServer(PrivateAuthority authority, string userName, string password)
    {
        _authority = authority;
        _login = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}"));
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/token";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public string Address { get; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Requests.Enqueue(context.Request.Url!.PathAndQuery);
            var login = context.Request.Headers["Authorization"];
            // Like many, it knows the older way alone; containerd asks by POST first.
            var (status, answer) = context.Request.HttpMethod == "POST" ? (405, (object)new { details = "use GET" })
                : login is null || login == _login
                ? (200, (object)new { token = Token(context.Request.QueryString.GetValues("scope") ?? [], login is not null) })
                : (401, new { details = "incorrect username or password" });
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            context.Response.Close(JsonSerializer.SerializeToUtf8Bytes(answer), willBlock: true);
        }
    }

    private string Token(string[] scopes, bool mayAll)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var access = scopes.Select(scope => scope.Split(':')).Where(_ => mayAll)
            .Select(parts => new { type = parts[0], name = parts[1], actions = parts[2].Split(',') });
        var header = new { typ = "JWT", alg = "RS256", x5c = new[] { Convert.ToBase64String(_authority.Certificate) } };
        var claims = new { iss = Issuer, sub = "", aud = Service, exp = now + 300, nbf = now - 60, iat = now, jti = $"{now}", access };
        var text = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{text}.{Encode(_authority.Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Encode(byte[] data) => Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
