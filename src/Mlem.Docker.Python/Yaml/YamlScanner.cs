using static Mlem.Docker.Python.Yaml.YamlCharacters;

namespace Mlem.Docker.Python.Yaml;

/// <summary>
/// Cuts a YAML text into tokens where PyYAML cuts it. YamlDotNet's scanner reads another dialect (tabs, '?' and ':' in
/// flow collections, tags, anchors, line breaks), so the cutting is done here.
/// </summary>
internal sealed partial class YamlScanner
{
    private readonly string _text;
    private readonly string? _source;
    private readonly Stack<int> _indents = new();
    private int _position;
    private int _line = 1;
    private int _lineStart;
    private int _indent = -1;
    private int _flowLevel;
    private bool _done;

    // Whether a key without '?' may begin here: at the start of a block line, after '-', '?', ':' and in flow brackets.
    private bool _allowSimpleKey = true;

    public YamlScanner(string text, string? source)
    {
        _text = text;
        _source = source;
        if (Current == ByteOrderMark)
        {
            _position = 1;
            _lineStart = 1;
        }
    }

    private char Current => _position < _text.Length ? _text[_position] : '\0';

    private int Column => _position - _lineStart;

    private YamlMark Mark => new(_line, Column + 1);

    private char Peek(int ahead) => _position + ahead < _text.Length ? _text[_position + ahead] : '\0';

    private YamlException Error(string reason) => YamlException.Invalid(_source, Mark, reason);

    private void FetchMore()
    {
        SkipToNextToken();
        DropStaleKeys();
        UnwindIndent(Column);
        char c = Current;
        switch (c)
        {
            case '\0': FetchStreamEnd(); break;
            case '%' when Column == 0: FetchDirective(); break;
            case '-' when IsDocumentMarker('-'): FetchDocumentMarker(YamlTokenKind.DocumentStart); break;
            case '.' when IsDocumentMarker('.'): FetchDocumentMarker(YamlTokenKind.DocumentEnd); break;
            case '[': FetchFlowStart(YamlTokenKind.FlowSequenceStart); break;
            case '{': FetchFlowStart(YamlTokenKind.FlowMappingStart); break;
            case ']': FetchFlowEnd(YamlTokenKind.FlowSequenceEnd); break;
            case '}': FetchFlowEnd(YamlTokenKind.FlowMappingEnd); break;
            case ',': FetchFlowEntry(); break;
            case '-' when IsBlankBreakOrEnd(Peek(1)): FetchBlockEntry(); break;
            case '?' when _flowLevel > 0 || IsBlankBreakOrEnd(Peek(1)): FetchKey(); break;
            case ':' when _flowLevel > 0 || IsBlankBreakOrEnd(Peek(1)): FetchValue(); break;
            case '*': BeginNode(); Add(ScanAnchor(YamlTokenKind.Alias)); break;
            case '&': BeginNode(); Add(ScanAnchor(YamlTokenKind.Anchor)); break;
            case '!': BeginNode(); Add(ScanTag()); break;
            case '|' when _flowLevel == 0: FetchBlockScalar(folded: false); break;
            case '>' when _flowLevel == 0: FetchBlockScalar(folded: true); break;
            case '\'': BeginNode(); Add(ScanQuoted('\'')); break;
            case '"': BeginNode(); Add(ScanQuoted('"')); break;
            default: FetchPlain(c); break;
        }
    }

    private void BeginNode()
    {
        SaveSimpleKey();
        _allowSimpleKey = false;
    }

    private void SkipToNextToken()
    {
        while (true)
        {
            while (Current == ' ') _position++;
            if (Current == '#') SkipToLineEnd();
            if (!SkipLineBreak(out _)) return;
            if (_flowLevel == 0) _allowSimpleKey = true;
        }
    }

    private void SkipToLineEnd()
    {
        int length = _text.AsSpan(_position).IndexOfAny(LineBreaks);
        _position = length < 0 ? _text.Length : _position + length;
    }

    /// <summary>Passes a line break; CR, CR LF and NEL count as LF, the two Unicode separators stay themselves.</summary>
    private bool SkipLineBreak(out char lineBreak)
    {
        char c = Current;
        lineBreak = c is LineSeparator or ParagraphSeparator ? c : '\n';
        if (!IsBreak(c)) return false;
        _position += c == '\r' && Peek(1) == '\n' ? 2 : 1;
        _line++;
        _lineStart = _position;
        return true;
    }

    private bool IsDocumentMarker(char c) =>
        Column == 0 && Peek(1) == c && Peek(2) == c && IsBlankBreakOrEnd(Peek(3));

    private bool IsAtDocumentMarker => Current is '-' or '.' && IsDocumentMarker(Current);

    private void UnwindIndent(int column)
    {
        if (_flowLevel > 0) return;
        while (_indent > column)
        {
            _indent = _indents.Pop();
            Add(new(YamlTokenKind.BlockEnd, Mark));
        }
    }

    private bool AddIndent(int column)
    {
        if (_indent >= column) return false;
        _indents.Push(_indent);
        _indent = column;
        return true;
    }
}
