using System.IO.Compression;

namespace Mlem.Docker.Artifacts;

/// <summary>A stream of unpacked content, which says every fault of the content in one way: <see cref="InvalidDataException"/>.</summary>
internal sealed class GuardedStream(Stream inner) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether what a decoder throws is about the content, and not about the file or the machine.</summary>
    public static bool IsContent(Exception error) =>
        // What a decoder wants more memory for than there is, its content says.
        error is not (OperationCanceledException or UnauthorizedAccessException)
        // .NET tells of broken content also by a kind of IOException that it keeps to itself.
        && (error is not IOException || error is InvalidDataException or EndOfStreamException || error.GetType().Namespace == typeof(ZLibStream).Namespace);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (Exception e) when (IsContent(e))
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
