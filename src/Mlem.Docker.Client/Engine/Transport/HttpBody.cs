using System.Globalization;

namespace Mlem.Docker.Engine.Transport;

/// <summary>
/// The body of an answer: in chunks, of a given length, or up to the end of the connection. The first two know
/// where they end, so that a cut is told from an end.
/// </summary>
internal sealed class HttpBody : Stream
{
    private const int LongestChunkLine = 4096;
    private readonly Stream _connection;
    private readonly BodyKind _kind;
    private ReadOnlyMemory<byte> _held;
    private long _left;
    private bool _firstChunk = true;
    private bool _ended;

    private HttpBody(Stream connection, ReadOnlyMemory<byte> held, BodyKind kind, long left)
    {
        _connection = connection;
        _held = held;
        _kind = kind;
        _left = left;
        _ended = kind == BodyKind.Length && left == 0;
    }

    private enum BodyKind
    {
        Chunks,
        Length,
        ToTheEnd,
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static HttpBody Create(HttpHead head, ReadOnlyMemory<byte> held, Stream connection)
    {
        if (head.Status is 204 or 304)
            return new HttpBody(connection, default, BodyKind.Length, 0);
        if (head.Header("Transfer-Encoding") is { } coding)
        {
            return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                ? new HttpBody(connection, held, BodyKind.Chunks, 0)
                : throw new ProtocolBrokenException(Messages.FormatAnswersTransferEncodingIsNotKnown(coding));
        }

        if (head.Header("Content-Length") is not { } text)
            return new HttpBody(connection, held, BodyKind.ToTheEnd, 0);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? new HttpBody(connection, held, BodyKind.Length, length)
            : throw new ProtocolBrokenException(Messages.FormatAnswersLengthIsNoNumber(text));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended || buffer.Length == 0)
            return 0;
        if (_kind == BodyKind.Chunks && _left == 0)
        {
            _left = await NextChunkAsync(cancellationToken).ConfigureAwait(false);
            if (_left == 0)
            {
                _ended = true;
                return 0;
            }
        }

        var wanted = _kind == BodyKind.ToTheEnd ? buffer : buffer[..(int)Math.Min(buffer.Length, _left)];
        var count = await ReceiveAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            _ended = true;
            return _kind == BodyKind.ToTheEnd ? 0 : throw new StreamCutException(Messages.ConnectionWasClosedInMiddleOf);
        }

        _left -= count;
        _ended = _kind == BodyKind.Length && _left == 0;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (_held.Length == 0)
            return await _connection.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        var count = Math.Min(_held.Length, buffer.Length);
        _held[..count].CopyTo(buffer);
        _held = _held[count..];
        return count;
    }

    private async Task<long> NextChunkAsync(CancellationToken cancellation)
    {
        if (!_firstChunk && (await LineAsync(cancellation).ConfigureAwait(false)).Length > 0)
            throw new ProtocolBrokenException(Messages.ChunkOfAnswerIsLongerThan);
        _firstChunk = false;
        var size = (await LineAsync(cancellation).ConfigureAwait(false)).Split(';')[0].Trim();
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length < 0)
            throw new ProtocolBrokenException(Messages.ChunkOfAnswerBeginsWithoutIts);
        if (length > 0)
            return length;

        // Trailers, then the blank line that ends the answer; without it the end is a cut.
        while (await LineAsync(cancellation).ConfigureAwait(false) is { Length: > 0 } trailer)
        {
            // A proxy that gives up here may write a whole answer of its own: "HTTP/1.1 502 Bad Gateway".
            if (trailer.IndexOf(':', StringComparison.Ordinal) <= 0)
                throw new ProtocolBrokenException(Messages.SomethingElseFollowsItsLastChunk);
        }

        return 0;
    }

    private async Task<string> LineAsync(CancellationToken cancellation)
    {
        var line = new System.Text.StringBuilder();
        var one = new byte[1];
        while (line.Length < LongestChunkLine)
        {
            if (_held.Length == 0)
            {
                // Read ahead: chunk lines are read byte by byte, but not from the socket.
                var block = new byte[16 * 1024];
                var count = await _connection.ReadAsync(block, cancellation).ConfigureAwait(false);
                if (count == 0)
                    throw new StreamCutException(Messages.ConnectionWasClosedInMiddleOf);
                _held = block.AsMemory(0, count);
            }

            await ReceiveAsync(one, cancellation).ConfigureAwait(false);
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        throw new ProtocolBrokenException(Messages.ChunkOfAnswerBeginsWithoutIts);
    }
}
