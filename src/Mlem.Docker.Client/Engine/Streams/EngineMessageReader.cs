namespace Mlem.Docker.Engine.Streams;

/// <summary>
/// Cuts a stream into its lines and reads each as a message. Lines that are no message are passed over and counted;
/// a line longer than the limit is one of them. A last line without its line break is a cut.
/// </summary>
internal sealed class EngineMessageReader(Stream stream, int longestLine = EngineMessageReader.LongestLine)
{
    // BuildKit's trace of one moment is a line; gRPC, which it comes from, allows 16 MiB, and base64 adds a third.
    private const int LongestLine = 24 * 1024 * 1024;
    private byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;
    private bool _skipping;

    /// <summary>Gets how many lines were no message.</summary>
    public int PassedOver { get; private set; }

    /// <summary>The next message; null at the end of a stream that ended with a whole line.</summary>
    /// <exception cref="Transport.StreamCutException">The stream ended in the middle of a line.</exception>
    public async ValueTask<EngineMessage?> ReadAsync(CancellationToken cancellation)
    {
        while (await ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            if (line.Span.IndexOfAnyExcept((byte)'\r', (byte)' ') < 0)
                continue;
            if (EngineMessage.Parse(line) is { } message)
                return message;
            PassedOver++;
        }

        return null;
    }

    /// <summary>The next line, whatever is in it; null at the end.</summary>
    /// <exception cref="Transport.StreamCutException">The stream ended in the middle of a line.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellation)
    {
        var searched = _start;
        while (true)
        {
            var at = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + at - _start);
                _start = searched + at + 1;
                searched = _start;
                if (!_skipping)
                    return line;
                _skipping = false;
                continue;
            }

            searched = MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
            if (count > 0)
            {
                _end += count;
                continue;
            }

            // What a line is passed over for in the middle of the stream is no line at its end either.
            if (_skipping || _buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept((byte)0, (byte)'\r', (byte)' ') >= 0)
                throw new Transport.StreamCutException(Messages.ItEndedInMiddleOfLine);
            return null;
        }
    }

    /// <summary>Leaves room behind the unfinished line; returns where the search for its end goes on.</summary>
    private int MakeRoom()
    {
        var length = _end - _start;
        if (length >= longestLine)
        {
            if (!_skipping)
                PassedOver++;
            _skipping = true;
            length = 0;
            _start = _end = 0;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, length).CopyTo(_buffer);
            _start = 0;
            _end = length;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        return _end;
    }
}
