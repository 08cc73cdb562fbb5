using System.Net;
using System.Text;

namespace Mlem.Docker.PowerShell.Tests.Support;

/// <summary>A Docker Engine on loopback that only lists what it has; or one that takes every question and never answers.</summary>
internal sealed class FakeEngine : IDisposable
{
    private const string Images = """
        [{"Id":"sha256:1","RepoTags":["iris:1.0","team/iris:latest"],"Created":1,"Size":1,"Labels":null},
         {"Id":"sha256:2","RepoTags":["wine:dev"],"Created":1,"Size":1,"Labels":null}]
        """;

    private const string Containers = """
        [{"Id":"c1","Names":["/iris-live"],"State":"running","ImageID":"sha256:1","Labels":{"mlem.owner":"x"}},
         {"Id":"c2","Names":["/wine live"],"State":"exited","ImageID":"sha256:2","Labels":{"mlem.owner":"x"}}]
        """;

    private readonly HttpListener _listener = new();
    private readonly bool _answers;

    public FakeEngine(bool answers = true)
    {
        _answers = answers;
        for (int port = 20000 + Random.Shared.Next(20000); ; port++)
        {
            Address = $"tcp://localhost:{port}";
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add($"http://localhost:{port}/");
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException)
            {
                // Taken: the next one.
            }
        }

        _ = ServeAsync();
    }

    public string Address { get; private set; } = "";

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

            if (!_answers)
                continue;
            string path = context.Request.Url!.AbsolutePath;
            string body = path.EndsWith("/images/json", StringComparison.Ordinal) ? Images
                : path.EndsWith("/containers/json", StringComparison.Ordinal) ? Containers : "OK";
            context.Response.Headers["Api-Version"] = "1.41";
            context.Response.ContentType = body == "OK" ? "text/plain" : "application/json";
            if (context.Request.HttpMethod != "HEAD")
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }
}
