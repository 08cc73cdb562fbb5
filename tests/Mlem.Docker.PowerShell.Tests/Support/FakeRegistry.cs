using System.Net;
using System.Text;

namespace Mlem.Docker.PowerShell.Tests.Support;

/// <summary>A registry on loopback that knows one user, or lets everyone in.</summary>
internal sealed class FakeRegistry : IDisposable
{
    private readonly HttpListener _listener;
    private readonly string? _expected;

    public FakeRegistry(string? user = null, string? password = null)
    {
        if (user is not null)
            _expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        for (int port = 20000 + Random.Shared.Next(20000); ; port++)
        {
            Host = $"localhost:{port}";
            _listener = new HttpListener();
            _listener.Prefixes.Add($"http://{Host}/");
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException)
            {
                // Taken: the next one, with another listener, since one that could not start is closed.
            }
        }

        _ = ServeAsync();
    }

    public string Host { get; private set; } = "";

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            context.Response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
            if (_expected is not null && context.Request.Headers["Authorization"] != _expected)
            {
                context.Response.StatusCode = 401;
                context.Response.Headers["WWW-Authenticate"] = "Basic realm=\"fake\"";
            }

            context.Response.Close();
        }
    }
}
