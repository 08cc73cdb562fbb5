using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Faults;

/// <summary>
/// Lies between a client and the real Engine. The answer to the first request whose line holds a mark is treated as
/// told; everything else passes as it is, pings too.
/// </summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    // Longer than any packet takes, and far shorter than what the client bears.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(200);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Uri _engine;
    private readonly string _mark;
    private readonly Fault _fault;
    private readonly Task _accepting;
    private int _armed;
    private long _asked;

    public FaultyProxy(Uri engine, string mark, Fault fault)
    {
        (_engine, _mark, _fault) = (engine, mark, fault);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Whether the fault has happened.</summary>
    public bool Happened { get; private set; }

    /// <summary>How many bytes clients have sent in all.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>How many bytes of the marked answer the client was sent.</summary>
    public int Passed { get; private set; }

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
                _connections.TryAdd(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)), true);
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The run is over; a listener that was stopped just before it is asked says that it does not listen.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        socket.NoDelay = true;
        await using var client = new NetworkStream(socket, ownsSocket: true);
        await using var engine = await EngineApi.DialAsync(_engine, _stop.Token);
        var connection = new Connection();
        var asking = AskAsync(client, engine, connection, over.Token);
        var answering = AnswerAsync(new WireReader(engine), client, connection, over.Token);
        await Task.WhenAny(asking, answering);
        await over.CancelAsync();
        await ((Task)Task.WhenAll(asking, answering)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AskAsync(Stream client, Stream engine, Connection connection, CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        while (await client.ReadAsync(buffer, cancellation) is var count and > 0)
        {
            var line = Encoding.ASCII.GetString(buffer, 0, Math.Min(count, 300)).Split('\r')[0];
            if (line.Contains(_mark, StringComparison.Ordinal) && Interlocked.Exchange(ref _armed, 1) == 0)
                connection.Armed = true;
            Interlocked.Add(ref _asked, count);
            await engine.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }
    }

    private async Task AnswerAsync(WireReader engine, Stream client, Connection connection, CancellationToken cancellation)
    {
        var block = await engine.SomeAsync(cancellation);
        while (block.Length > 0)
        {
            if (connection.Armed && (_fault.Kind is FaultKind.DoubledLine or FaultKind.NulBytes or FaultKind.CutAfterEnd))
            {
                connection.Armed = false;
                engine.Unread(block.Length);
                await CopyByChunksAsync(engine, client, cancellation);
                if (_fault.Kind == FaultKind.CutAfterEnd)
                    return;
            }
            else if (connection.Armed && Happened && _fault.Kind == FaultKind.Trickle)
            {
                for (var at = 0; at < block.Length; at++)
                    await client.WriteAsync(block.Slice(at, 1), cancellation);
            }
            else if (connection.Armed && _fault.Kind != FaultKind.None && !Happened && Passed + block.Length > _fault.At)
            {
                var before = _fault.At - Passed;
                await client.WriteAsync(block[..before], cancellation);
                Happened = true;
                if (!await HappenAsync(client, cancellation))
                    return;
                block = block[before..];
                continue;
            }
            else
            {
                await client.WriteAsync(block, cancellation);
                Passed += connection.Armed ? block.Length : 0;
            }

            block = await engine.SomeAsync(cancellation);
        }
    }

    /// <summary>False when nothing of the true answer may follow.</summary>
    private async Task<bool> HappenAsync(Stream client, CancellationToken cancellation)
    {
        switch (_fault.Kind)
        {
            case FaultKind.Stall:
                await Task.Delay(Timeout.Infinite, cancellation);
                return false;
            case FaultKind.Pause:
                await Task.Delay(Breath, cancellation);
                return true;
            case FaultKind.Trickle:
                return true;
            case FaultKind.Status500 or FaultKind.Status404:
                var status = _fault.Kind == FaultKind.Status500 ? "500 Internal Server Error" : "404 Not Found";
                await client.WriteAsync(
                    Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: 29\r\nConnection: close\r\n\r\n{{\"message\":\"the proxy's own\"}}"),
                    cancellation);
                return false;
            case FaultKind.Garbage:
                var random = new Random(_fault.Seed);
                var noise = new byte[random.Next(1, 60)];
                random.NextBytes(noise);
                await client.WriteAsync(noise, cancellation);
                return true;
            default:
                return false;
        }
    }

    // The framing stays whole, so that the disturbance reaches the reader of messages.
    private async Task CopyByChunksAsync(WireReader engine, Stream client, CancellationToken cancellation)
    {
        var head = await engine.UntilAsync("\r\n\r\n"u8.ToArray(), cancellation);
        await PassAsync(client, head, cancellation);
        var fields = Encoding.ASCII.GetString(head);
        if (!fields.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            var length = fields.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))?[16..];
            var body = await engine.ExactlyAsync(int.Parse(length ?? "0", CultureInfo.InvariantCulture), cancellation);
            await PassAsync(client, _fault.Kind switch
            {
                FaultKind.NulBytes => [0, 0, 0, .. body],
                FaultKind.DoubledLine => [.. body, .. body],
                _ => body,
            }, cancellation);
            Happened = true;
            return;
        }

        while (true)
        {
            var size = await engine.UntilAsync("\r\n"u8.ToArray(), cancellation);
            var count = int.Parse(Encoding.ASCII.GetString(size).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            byte[] chunk = [.. size, .. await engine.ExactlyAsync(count + 2, cancellation)];
            if (!Happened && (Passed >= _fault.At || count == 0))
            {
                Happened = true;
                if (_fault.Kind == FaultKind.NulBytes)
                    await client.WriteAsync("3\r\n\0\0\0\r\n"u8.ToArray(), cancellation);
                else if (count > 0 && _fault.Kind == FaultKind.DoubledLine)
                    await client.WriteAsync(chunk, cancellation);
            }

            await PassAsync(client, chunk, cancellation);
            if (count == 0)
                return;
        }
    }

    private async Task PassAsync(Stream client, byte[] bytes, CancellationToken cancellation)
    {
        await client.WriteAsync(bytes, cancellation);
        Passed += bytes.Length;
    }

    private sealed class Connection
    {
        public volatile bool Armed;
    }
}
