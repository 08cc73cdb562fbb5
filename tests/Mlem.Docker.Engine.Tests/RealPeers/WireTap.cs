using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Mlem.Docker.Engine.Tests.Faults;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>Lies between a client and a real Engine, passes everything on as it is, and keeps what the client sent.</summary>
internal sealed class WireTap : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<MemoryStream> _sent = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Uri _engine;
    private readonly Task _accepting;

    public WireTap(Uri engine)
    {
        _engine = engine;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The SHA-256 of each context that was sent to be built, in order. To be asked when the client has ended.</summary>
    public async Task<IReadOnlyList<string>> ContextsAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(_connections).WaitAsync(TimeSpan.FromSeconds(30), cancellation);
        var digests = new List<string>();
        foreach (MemoryStream sent in _sent)
        {
            sent.Position = 0;
            var reader = new WireReader(sent);
            // Requests follow one another on a connection; what comes after an upgrade is no HTTP, and no build.
            while (await reader.SomeAsync(cancellation) is { Length: > 0 } some)
            {
                reader.Unread(some.Length);
                string head = Encoding.ASCII.GetString(await reader.UntilAsync("\r\n\r\n"u8.ToArray(), cancellation));
                byte[] body = await BodyAsync(head, reader, cancellation);
                if (head.StartsWith("POST ", StringComparison.Ordinal) && head.Split('?')[0].EndsWith("/build", StringComparison.Ordinal))
                    digests.Add(Convert.ToHexString(SHA256.HashData(body)));
            }
        }

        return digests;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private static async Task<byte[]> BodyAsync(string head, WireReader reader, CancellationToken cancellation)
    {
        string? length = head.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?[15..];
        if (!head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
            return await reader.ExactlyAsync(int.Parse(length ?? "0", CultureInfo.InvariantCulture), cancellation);
        using var body = new MemoryStream();
        while (true)
        {
            string size = Encoding.ASCII.GetString(await reader.UntilAsync("\r\n"u8.ToArray(), cancellation));
            byte[] chunk = await reader.ExactlyAsync(int.Parse(size.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) + 2, cancellation);
            if (chunk.Length == 2)
                return body.ToArray();
            body.Write(chunk, 0, chunk.Length - 2);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // The run is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var sent = new MemoryStream();
        _sent.Enqueue(sent);
        await using var client = new NetworkStream(socket, ownsSocket: true);
        await using NetworkStream engine = await EngineApi.DialAsync(_engine, _stop.Token);
        Task asking = PassAsync(client, engine, sent);
        Task answering = PassAsync(engine, client, Stream.Null);
        await ((Task)Task.WhenAll(asking, answering)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, Stream copy)
    {
        byte[] block = new byte[64 * 1024];
        while (await from.ReadAsync(block, _stop.Token) is var count and > 0)
        {
            await copy.WriteAsync(block.AsMemory(0, count), _stop.Token);
            await to.WriteAsync(block.AsMemory(0, count), _stop.Token);
        }

        to.Socket.Shutdown(SocketShutdown.Send);
    }
}
