using System.Globalization;
using System.Text;

namespace Mlem.Docker.Engine.Streams;

/// <summary>Puts the pieces of one of a container's streams together to lines of whole characters.</summary>
internal sealed class LogLineAssembler(LogStream source, bool timestamps)
{
    // A line without end must not fill the memory; it goes out in parts of this many characters.
    private const int LongestLine = 1024 * 1024;
    private readonly Decoder _decoder = new UTF8Encoding(false, false).GetDecoder();
    private readonly StringBuilder _line = new();
    private char[] _characters = new char[8192];

    public IEnumerable<LogLine> Add(ReadOnlyMemory<byte> bytes)
    {
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
        return DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? new LogLine(source, space < 0 ? string.Empty : text[(space + 1)..], moment.ToUniversalTime())
            : new LogLine(source, text);
    }
}
