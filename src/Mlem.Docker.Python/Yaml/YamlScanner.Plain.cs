using System.Text;
using static Mlem.Docker.Python.Yaml.YamlCharacters;

namespace Mlem.Docker.Python.Yaml;

/// <summary>Scalars without quotes.</summary>
internal sealed partial class YamlScanner
{
    private readonly StringBuilder _buffer = new();
    private readonly StringBuilder _breaks = new();
    private readonly TextPool _pool = new();

    private enum Gap
    {
        /// <summary>Nothing that the scalar could go on after.</summary>
        None,

        /// <summary>Spaces inside the line.</summary>
        Spaces,

        /// <summary>A line end; what it folds to is in <c>_breaks</c>.</summary>
        Lines,
    }

    private void FetchPlain(char c)
    {
        if (!CanStartPlain(c)) throw Error(Messages.FormatCannotBeginValueQuoteValue(Show(c)));
        BeginNode();
        Add(ScanPlain());
    }

    private bool CanStartPlain(char c) => c switch
    {
        '-' => !IsBlankBreakOrEnd(Peek(1)),
        '?' or ':' => _flowLevel == 0 && !IsBlankBreakOrEnd(Peek(1)),
        _ => !(IsBlankBreakOrEnd(c) || (c < 128 && ",[]{}#&*!|>'\"%@`".Contains(c))),
    };

    private YamlToken ScanPlain()
    {
        YamlMark start = Mark;
        int indent = _indent + 1;
        int runStart = _position;
        int runEnd = _position;
        bool isBuffered = false;
        Gap gap = Gap.None;
        while (Current != '#')
        {
            int from = _position;
            int end = FindPlainEnd();
            if (end == from) break;
            _allowSimpleKey = false;
            if (gap == Gap.Lines)
            {
                if (!isBuffered) _buffer.Clear();
                isBuffered = true;
                _buffer.Append(_text, runStart, runEnd - runStart).Append(_breaks);
                runStart = from;
            }

            runEnd = end;
            _position = end;
            gap = ScanPlainGap();
            if (gap == Gap.None || (_flowLevel == 0 && Column < indent)) break;
        }

        ReadOnlySpan<char> run = _text.AsSpan(runStart, runEnd - runStart);
        string text = isBuffered ? _buffer.Append(run).ToString() : _pool.Get(run);
        return new(YamlTokenKind.Scalar, start, text, IsPlain: true);
    }

    private int FindPlainEnd()
    {
        string text = _text;
        bool isFlow = _flowLevel > 0;
        int i = _position;
        for (; i < text.Length; i++)
        {
            char c = text[i];
            if (c == ':')
            {
                char next = i + 1 < text.Length ? text[i + 1] : '\0';
                if (IsBlankBreakOrEnd(next) || (isFlow && next is ',' or '[' or ']' or '{' or '}')) break;
            }
            else if (IsBlankBreakOrEnd(c) || (isFlow && c is ',' or '?' or '[' or ']' or '{' or '}'))
            {
                break;
            }
        }

        return i;
    }

    private Gap ScanPlainGap()
    {
        int from = _position;
        while (Current == ' ') _position++;
        bool hasSpaces = _position > from;
        if (!SkipLineBreak(out char first)) return hasSpaces ? Gap.Spaces : Gap.None;
        _allowSimpleKey = true;
        _breaks.Clear();
        if (first != '\n') _breaks.Append(first);
        if (IsAtDocumentMarker) return Gap.None;
        while (true)
        {
            if (Current == ' ')
            {
                _position++;
            }
            else if (SkipLineBreak(out char next))
            {
                _breaks.Append(next);
                if (IsAtDocumentMarker) return Gap.None;
            }
            else
            {
                if (_breaks.Length == 0) _breaks.Append(' ');
                return Gap.Lines;
            }
        }
    }
}
