using System.Globalization;
using System.Text;

namespace Mlem.Docker.Engine.Streams;

/// <summary>
/// Puts the pieces of one of a container's streams together to lines of whole characters. A line may come in several frames:
/// Docker keeps no more than 16 KiB in one, Podman whatever was written at once. Each has its own timestamp before it.
/// </summary>
/// <param name="source">The stream.</param>
/// <param name="timestamps">Whether the Engine was asked for timestamps.</param>
/// <param name="details">Whether it was asked for the details of a service's tasks, which follow the timestamp.</param>
internal sealed class LogLineAssembler(LogStream source, bool timestamps, bool details = false)
{
    // A line without end must not fill the memory; it goes out in parts of this many characters.
    private const int LongestLine = 1024 * 1024;
    private readonly Decoder _decoder = new UTF8Encoding(false, false).GetDecoder();
    private readonly StringBuilder _line = new();
    private char[] _characters = new char[8192];

    /// <param name="bytes">The piece.</param>
    /// <param name="begins">Whether a frame begins with it.</param>
    public IEnumerable<LogLine> Add(ReadOnlyMemory<byte> bytes, bool begins = false)
    {
        if (begins && _line.Length > 0)
            bytes = bytes[Repeated(bytes.Span)..];
        var most = Encoding.UTF8.GetMaxCharCount(bytes.Length);
        if (_characters.Length < most)
            _characters = new char[most];
        var count = _decoder.GetChars(bytes.Span, _characters, flush: false);
        var start = 0;
        for (var at = 0; at < count; at++)
        {
            if (_characters[at] != '\n' && _line.Length + at - start < LongestLine)
                continue;
            var taken = _characters[at] == '\n' ? at : at + 1;
            _line.Append(_characters, start, taken - start);
            start = at + 1;
            yield return Cut();
        }

        _line.Append(_characters, start, count - start);
    }

    /// <summary>What is left when the stream ends without a line break.</summary>
    public LogLine? Finish()
    {
        var count = _decoder.GetChars([], _characters, flush: true);
        _line.Append(_characters, 0, count);
        return _line.Length == 0 ? null : Cut();
    }

    /// <summary>How many bytes say again of a line's rest what was said before its begin.</summary>
    private int Repeated(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        var said = _line.ToString();
        foreach (var isStamp in (bool[])[.. timestamps ? [true] : (bool[])[], .. details ? [false] : (bool[])[]])
        {
            var space = bytes[length..].IndexOf((byte)' ');
            var before = said.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0 || before < 0)
                return length;
            var word = Encoding.UTF8.GetString(bytes.Slice(length, space));
            if (isStamp ? !IsStamp(word, out _) || !IsStamp(said[..before], out _) : word != said[..before])
                return length;
            length += space + 1;
            said = said[(before + 1)..];
        }

        return length;
    }

    private static bool IsStamp(string word, out DateTimeOffset moment) =>
        DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);

    private LogLine Cut()
    {
        if (_line.Length > 0 && _line[^1] == '\r')
            _line.Length--;
        var text = _line.ToString();
        _line.Clear();
        if (!timestamps)
            return new LogLine(source, text);
        // 2026-11-24T03:00:00.123456789Z and a space; .NET's clocks know seven digits of the nine.
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var stamp = space < 0 ? text : text[..space];
        return IsStamp(stamp, out var moment)
            ? new LogLine(source, space < 0 ? string.Empty : text[(space + 1)..], moment.ToUniversalTime())
            : new LogLine(source, text);
    }
}
