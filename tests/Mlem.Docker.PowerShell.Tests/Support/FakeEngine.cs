using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
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

    private const string Services = """
        [{"ID":"s1","Version":{"Index":1},"Spec":{"Name":"iris-service","Labels":{"mlem.owner":"x"}}}]
        """;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly bool _answers;
    private readonly Func<string, string?> _other;

    /// <param name="answers">False for one that never answers.</param>
    /// <param name="other">What it answers to a path instead of what it has; null for that.</param>
    public FakeEngine(bool answers = true, Func<string, string?>? other = null)
    {
        _answers = answers;
        _other = other ?? (_ => null);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The paths that were asked for.</summary>
    public ConcurrentQueue<string> Questions { get; } = new();

    public string Address => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } request)
                {
                    while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
                    {
                        // Headers say nothing that matters here.
                    }

                    Questions.Enqueue(request.Split(' ')[1]);
                    if (_answers)
                        await client.GetStream().WriteAsync(Answer(_other, request.Split(' ')[1].Split('?')[0]), _stop.Token);
                }
            }
            catch (Exception end) when (end is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // Whoever asked has gone.
            }
        }
    }

    private static byte[] Answer(Func<string, string?> other, string path)
    {
        string body = other(path) is { } given ? given
            : path.EndsWith("/images/json", StringComparison.Ordinal) ? Images
            : path.EndsWith("/containers/json", StringComparison.Ordinal) ? Containers
            : path.EndsWith("/services", StringComparison.Ordinal) ? Services : "OK";
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }
}
