using System.Globalization;
using static Mlem.Docker.Python.Yaml.YamlCharacters;

namespace Mlem.Docker.Python.Yaml;

/// <summary>Scalars in single and double quotes.</summary>
internal sealed partial class YamlScanner
{
    private YamlToken ScanQuoted(char quote)
    {
        YamlMark start = Mark;
        _position++;
        int length = FindRun(quote);
        if (Peek(length) == quote && !(quote == '\'' && Peek(length + 1) == '\''))
        {
            string whole = _pool.Get(_text.AsSpan(_position, length));
            _position += length + 1;
            return new(YamlTokenKind.Scalar, start, whole);
        }

        _buffer.Clear();
        while (true)
        {
            length = FindRun(quote);
            _buffer.Append(_text, _position, length);
            _position += length;
            char c = Current;
            if (c == quote)
            {
                _position++;
                if (quote == '"' || Current != '\'') break;
                _buffer.Append('\'');
                _position++;
            }
            else if (c == '\\')
            {
                ScanEscape(start);
            }
            else if (c == '\0')
            {
                throw Error(Messages.FormatQuotesThatOpenAtLineColumn(start.Line, start.Column));
            }
            else
            {
                TrimBlanks(length);
                FoldQuotedLines(start);
            }
        }

        return new(YamlTokenKind.Scalar, start, _buffer.ToString());
    }

    private int FindRun(char quote)
    {
        ReadOnlySpan<char> rest = _text.AsSpan(_position);
        int length = rest.IndexOfAny(quote == '"' ? DoubleQuoteStops : SingleQuoteStops);
        return length < 0 ? rest.Length : length;
    }

    /// <summary>Drops the blanks before a line end, but none that an escape made.</summary>
    private void TrimBlanks(int runLength)
    {
        int keep = _buffer.Length;
        while (runLength-- > 0 && _buffer[keep - 1] is ' ' or '\t') keep--;
        _buffer.Length = keep;
    }

    private void FoldQuotedLines(YamlMark start)
    {
        SkipLineBreak(out char first);
        int before = _buffer.Length;
        if (first != '\n') _buffer.Append(first);
        AppendBreaks(start);
        if (_buffer.Length == before) _buffer.Append(' ');
    }

    private void AppendBreaks(YamlMark start)
    {
        while (true)
        {
            if (IsAtDocumentMarker)
            {
                throw Error(
                    Messages.FormatDocumentEndsInsideQuotesThatOpen(start.Line, start.Column));
            }

            while (Current is ' ' or '\t') _position++;
            if (!SkipLineBreak(out char next)) return;
            _buffer.Append(next);
        }
    }

    private void ScanEscape(YamlMark start)
    {
        _position++;
        char c = Current;
        switch (c)
        {
            case '0': AppendEscaped('\0'); break;
            case 'a': AppendEscaped('\a'); break;
            case 'b': AppendEscaped('\b'); break;
            case 't' or '\t': AppendEscaped('\t'); break;
            case 'n': AppendEscaped('\n'); break;
            case 'v': AppendEscaped('\v'); break;
            case 'f': AppendEscaped('\f'); break;
            case 'r': AppendEscaped('\r'); break;
            case 'e': AppendEscaped('\u001B'); break;
            case ' ' or '"' or '\\' or '/': AppendEscaped(c); break;
            case 'N': AppendEscaped(NextLine); break;
            case '_': AppendEscaped('\u00A0'); break;
            case 'L': AppendEscaped(LineSeparator); break;
            case 'P': AppendEscaped(ParagraphSeparator); break;
            case 'x': AppendCode(2); break;
            case 'u': AppendCode(4); break;
            case 'U': AppendCode(8); break;
            case var _ when SkipLineBreak(out _): AppendBreaks(start); break;
            default: throw Error(Messages.FormatFollowedByIsNotEscapeThat(Show(c)));
        }
    }

    private void AppendEscaped(char c)
    {
        _buffer.Append(c);
        _position++;
    }

    private void AppendCode(int digits)
    {
        _position++;
        for (int i = 0; i < digits; i++)
        {
            if (!char.IsAsciiHexDigit(Peek(i)))
            {
                throw Error(Messages.FormatEscapeNeedsHexadecimalDigitsAndIs(digits, Show(Peek(i))));
            }
        }

        uint code = uint.Parse(_text.AsSpan(_position, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (code > 0x10FFFF) throw Error(Messages.FormatUIsNoCharacter($"{code:X8}"));
        if (code > 0xFFFF) _buffer.Append(char.ConvertFromUtf32((int)code));
        else _buffer.Append((char)code);
        _position += digits;
    }
}
