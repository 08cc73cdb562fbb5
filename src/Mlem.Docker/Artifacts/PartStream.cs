namespace Mlem.Docker.Artifacts;

/// <summary>A part of a stream that can seek, as a stream of its own.</summary>
internal sealed class PartStream(Stream whole, long start, long length) : Stream
{
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _at;
        set => _at = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int most = (int)Math.Min(buffer.Length, Math.Max(length - _at, 0));
        if (most == 0)
            return 0;
        whole.Position = start + _at;
        int read = whole.Read(buffer[..most]);
        _at += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => _at = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _at + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
