using Mlem.Docker.Engine.Streams;

namespace Mlem.Docker.Engine.Transport;

/// <summary>
/// A connection through a command that runs in a container: what is written goes to its standard input, what it writes to
/// its standard output is read; what it says on standard error is left out.
/// </summary>
internal sealed class ContainerTunnel : Stream
{
    private const byte Greeting = (byte)'+';
    private readonly HttpExchange _exchange;
    private readonly IAsyncEnumerator<LogPiece> _pieces;
    private ReadOnlyMemory<byte> _held;

    public ContainerTunnel(HttpExchange exchange)
    {
        _exchange = exchange;
        _pieces = new LogFrameReader(exchange.Body, framed: true).ReadAsync(CancellationToken.None).GetAsyncEnumerator();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Waits until the command says that it is connected; false when it ends before, or takes too long.</summary>
    public async Task<bool> GreetAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        var one = new byte[1];
        try
        {
            return await ReadAsync(one, timer.Token).ConfigureAwait(false) == 1 && one[0] == Greeting;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A read that is given up ends the connection: a frame that was begun could not be told from the next one.
        using var stop = cancellationToken.Register(() => _exchange.Connection.Dispose());
        try
        {
            while (_held.Length == 0)
            {
                if (!await _pieces.MoveNextAsync().ConfigureAwait(false))
                    return 0;
                if (_pieces.Current.Stream == LogStream.StandardOutput)
                    _held = _pieces.Current.Bytes;
            }
        }
        catch (Exception error) when (error is not OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        int count = Math.Min(_held.Length, buffer.Length);
        _held[..count].CopyTo(buffer);
        _held = _held[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _exchange.Connection.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _exchange.Connection.FlushAsync(cancellationToken);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _exchange.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _exchange.Connection.Dispose();
        base.Dispose(disposing);
    }
}
