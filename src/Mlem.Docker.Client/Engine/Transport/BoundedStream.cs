namespace Mlem.Docker.Engine.Transport;

/// <summary>
/// A stream of which no answer may be read that is larger than any true one. What is written begins a new question, so a
/// connection that is used again counts each answer by itself.
/// </summary>
internal sealed class BoundedStream(Stream inner) : Stream
{
    /// <summary>The lists of an Engine with ten thousand containers fit well into it.</summary>
    public const long Largest = 32L << 20;

    // Each becomes an object of some hundred bytes; ten thousand containers have a tenth of these.
    private const int MostObjects = 1_000_000;

    private long _read;
    private long _objects;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Counted(buffer.Span[..count]);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Counted(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _read = _objects = 0;
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        _read = _objects = 0;
        inner.Write(buffer, offset, count);
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int Counted(ReadOnlySpan<byte> bytes)
    {
        _read += bytes.Length;
        _objects += bytes.Count((byte)'{');
        return _read <= Largest && _objects <= MostObjects
            ? bytes.Length
            : throw new ProtocolBrokenException(Messages.FormatAnswerIsLargerThan(Largest >> 20, MostObjects));
    }
}
