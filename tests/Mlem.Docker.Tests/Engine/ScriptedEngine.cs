using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Engine;

/// <summary>What a client asked: the path without its API version, and the headers.</summary>
internal sealed record ScriptedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers);

/// <summary>
/// A peer on loopback that answers each request with the bytes it is told to, then closes the connection: a Docker
/// Engine whose every fault is chosen.
/// </summary>
internal sealed class ScriptedEngine : IAsyncDisposable
{
    public const string ServerHead = "Api-Version: 1.41\r\nServer: Docker/20.10.24 (linux)\r\nDate: Tue, 24 Nov 2026 03:00:00 GMT\r\n";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Func<ScriptedRequest, Stream, CancellationToken, Task> _script;
    private readonly Task _accepting;
    private int _open;

    public ScriptedEngine(Func<ScriptedRequest, Stream, CancellationToken, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Gets how many connections the client has not closed.</summary>
    public int OpenConnections => _open;

    public ConcurrentQueue<ScriptedRequest> Requests { get; } = new();

    public DockerEndpoint Endpoint =>
        DockerEndpointResolver.Resolve($"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}", new Dictionary<string, string?>());

    /// <summary>A whole answer with a length.</summary>
    public static byte[] Answer(int status, string body) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} X\r\n{ServerHead}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));

    /// <summary>The head of an answer in chunks.</summary>
    public static byte[] ChunkedHead() =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{ServerHead}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");

    /// <summary>One chunk for each line, as the Engine sends them, and the last chunk.</summary>
    public static byte[] Chunked(ReadOnlySpan<byte> body)
    {
        var bytes = new MemoryStream();
        bytes.Write(ChunkedHead());
        while (body.Length > 0)
        {
            var end = body.IndexOf((byte)'\n');
            var length = end < 0 ? body.Length : end + 1;
            bytes.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length:x}\r\n")));
            bytes.Write(body[..length]);
            bytes.Write("\r\n"u8);
            body = body[length..];
        }

        bytes.Write("0\r\n\r\n"u8);
        return bytes.ToArray();
    }

    public static async Task DrainChunksAsync(Stream connection, CancellationToken cancellation)
    {
        var tail = new byte[5];
        var one = new byte[4096];
        while (!tail.AsSpan().SequenceEqual("0\r\n\r\n"u8))
        {
            var count = await connection.ReadAsync(one, cancellation);
            if (count == 0)
                return;
            byte[] joined = [.. tail, .. one.AsSpan(0, count)];
            tail = joined[^5..];
        }
    }

    /// <summary>Answers what every client asks first; false when the request is another one.</summary>
    public static async Task<bool> GreetAsync(ScriptedRequest request, Stream connection, CancellationToken cancellation)
    {
        if (request.Path != "/_ping")
            return false;
        await connection.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{ServerHead}Content-Length: 2\r\n\r\nOK"), cancellation);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _connections.TryAdd(ServeAsync(client), true);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Interlocked.Increment(ref _open);
        try
        {
            using (client)
            {
                var connection = client.GetStream();
                while (await ReadRequestAsync(connection) is { } request)
                {
                    Requests.Enqueue(request);
                    await _script(request, connection, _stop.Token);
                    if (request.Headers.GetValueOrDefault("Connection") == "close" || request.Method != "GET")
                        return;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client went, or the test is over.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task<ScriptedRequest?> ReadRequestAsync(NetworkStream connection)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await connection.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var parts = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var path = parts[1].StartsWith("/v1.", StringComparison.Ordinal) ? parts[1][parts[1].IndexOf('/', 1)..] : parts[1];
        return new ScriptedRequest(parts[0], path, headers);
    }
}
