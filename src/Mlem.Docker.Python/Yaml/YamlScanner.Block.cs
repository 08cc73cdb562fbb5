using static Mlem.Docker.Python.Yaml.YamlCharacters;

namespace Mlem.Docker.Python.Yaml;

/// <summary>Block scalars: '|' and '>'.</summary>
internal sealed partial class YamlScanner
{
    private void FetchBlockScalar(bool folded)
    {
        _allowSimpleKey = true;
        RemoveSimpleKey();
        YamlMark start = Mark;
        _position++;
        (char chomping, int increment) = ScanBlockHeader();
        int indent = Math.Max(_indent + 1, 1);
        _breaks.Clear();
        if (increment == 0)
        {
            indent = Math.Max(indent, ScanBlockIndentation());
        }
        else
        {
            indent += increment - 1;
            ScanBlockBreaks(indent);
        }

        _buffer.Clear();
        char? lineBreak = null;
        while (Column == indent && Current != '\0')
        {
            _buffer.Append(_breaks);
            bool isText = Current is not (' ' or '\t');
            int from = _position;
            SkipToLineEnd();
            _buffer.Append(_text, from, _position - from);
            lineBreak = SkipLineBreak(out char c) ? c : null;
            _breaks.Clear();
            ScanBlockBreaks(indent);
            if (Column != indent || Current == '\0') break;
            if (!folded || lineBreak != '\n' || !isText || Current is ' ' or '\t') _buffer.Append(lineBreak);
            else if (_breaks.Length == 0) _buffer.Append(' ');
        }

        if (chomping != '-') _buffer.Append(lineBreak);
        if (chomping == '+') _buffer.Append(_breaks);
        Add(new(YamlTokenKind.Scalar, start, _buffer.ToString()));
    }

    private (char Chomping, int Increment) ScanBlockHeader()
    {
        char chomping = ' ';
        int increment = 0;
        if (Current is '+' or '-') chomping = _text[_position++];
        if (char.IsAsciiDigit(Current))
        {
            increment = Current - '0';
            if (increment == 0) throw Error(Messages.IndentationOfBlockTextIsDigit);
            _position++;
            if (chomping == ' ' && Current is '+' or '-') chomping = _text[_position++];
        }

        if (!IsSpaceBreakOrEnd(Current)) throw Error(Messages.FormatCannotFollowOrDirectly(Show(Current)));
        SkipLineRest(Messages.ABlockText);
        return (chomping, increment);
    }

    /// <summary>Spaces and a comment may end the line; nothing else.</summary>
    private void SkipLineRest(string what)
    {
        while (Current == ' ') _position++;
        if (Current == '#') SkipToLineEnd();
        if (!IsBreakOrEnd(Current)) throw Error(Messages.FormatCannotStandInFirstLineOf(Show(Current), what));
        SkipLineBreak(out _);
    }

    /// <summary>Goes to the first line that has text; the widest blank line counts for the indentation too.</summary>
    private int ScanBlockIndentation()
    {
        int widest = 0;
        while (true)
        {
            if (Current == ' ')
            {
                _position++;
                widest = Math.Max(widest, Column);
            }
            else if (SkipLineBreak(out char c))
            {
                _breaks.Append(c);
            }
            else
            {
                return widest;
            }
        }
    }

    private void ScanBlockBreaks(int indent)
    {
        while (true)
        {
            while (Column < indent && Current == ' ') _position++;
            if (!SkipLineBreak(out char c)) return;
            _breaks.Append(c);
        }
    }
}
