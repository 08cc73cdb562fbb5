using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>Cuts a template into data, tags and what is inside the tags.</summary>
internal sealed class TemplateLexer(TemplateSource source)
{
    private readonly List<Token> _tokens = [];
    private readonly string _text = source.Text;
    private int _position;

    public List<Token> Read()
    {
        while (_position < _text.Length)
        {
            int tag = NextTag(_position);
            if (tag < 0)
            {
                AddData(_position, _text.Length);
                break;
            }

            ReadTag(tag);
        }

        _tokens.Add(new Token(TokenKind.End, string.Empty, null, _text.Length, _text.Length));
        return _tokens;
    }

    private int NextTag(int from)
    {
        for (int i = from; (i = _text.IndexOf('{', i)) >= 0 && i + 1 < _text.Length; i++)
        {
            if (_text[i + 1] is '{' or '%' or '#') return i;
        }

        return -1;
    }

    private void ReadTag(int tag)
    {
        int inside = tag + 2;
        char sign = inside < _text.Length && _text[inside] is '-' or '+' ? _text[inside] : '\0';
        if (sign != '\0') inside++;
        int dataEnd = tag;
        if (sign == '-')
        {
            while (dataEnd > _position && PythonText.IsSpace(_text[dataEnd - 1])) dataEnd--;
        }

        AddData(_position, dataEnd);
        switch (_text[tag + 1])
        {
            case '#':
                SkipComment(tag, inside);
                break;
            case '%' when RawEnd(inside) is { } raw:
                ReadRaw(tag, raw);
                break;
            case '%':
                ReadCode(tag, inside, TokenKind.BlockBegin, TokenKind.BlockEnd);
                break;
            default:
                ReadCode(tag, inside, TokenKind.VariableBegin, TokenKind.VariableEnd);
                break;
        }
    }

    private void AddData(int start, int stop)
    {
        if (stop > start) _tokens.Add(new Token(TokenKind.Data, _text[start..stop], null, start, stop));
    }

    private void SkipComment(int tag, int inside)
    {
        // Jinja2 lets a comment or raw tag be the very last thing of a template.
        _position = inside;
        if (inside == _text.Length) return;
        int end = _text.IndexOf("#}", inside, StringComparison.Ordinal);
        if (end < 0) throw source.SyntaxError("Missing end of comment tag", new(tag, Math.Min(tag + 60, _text.Length)));
        _position = end + 2;
        if (end > inside && _text[end - 1] == '-') SkipSpace();
    }

    /// <summary>Where a <c>{% raw %}</c> tag ends, if it is one.</summary>
    private int? RawEnd(int inside)
    {
        int i = SpaceEnd(inside);
        if (string.CompareOrdinal(_text, i, "raw", 0, 3) != 0) return null;
        i = SpaceEnd(i + 3);
        if (string.CompareOrdinal(_text, i, "%}", 0, 2) == 0) return i + 2;
        return string.CompareOrdinal(_text, i, "-%}", 0, 3) == 0 ? SpaceEnd(i + 3) : null;
    }

    private void ReadRaw(int tag, int start)
    {
        _position = start;
        if (start == _text.Length) return;
        for (int i = start; (i = _text.IndexOf("{%", i, StringComparison.Ordinal)) >= 0; i++)
        {
            int name = i + 2;
            bool strip = name < _text.Length && _text[name] == '-';
            if (name < _text.Length && _text[name] is '-' or '+') name++;
            name = SpaceEnd(name);
            if (string.CompareOrdinal(_text, name, "endraw", 0, 6) != 0) continue;
            int end = SpaceEnd(name + 6);
            bool signed = end < _text.Length && _text[end] is '-' or '+';
            if (string.CompareOrdinal(_text, signed ? end + 1 : end, "%}", 0, 2) != 0) continue;

            int stop = i;
            while (strip && stop > start && PythonText.IsSpace(_text[stop - 1])) stop--;
            AddData(start, stop);
            _position = end + (signed ? 3 : 2);
            if (signed && _text[end] == '-') SkipSpace();
            return;
        }

        throw source.SyntaxError("Missing end of raw directive", new(tag, start));
    }

    private void ReadCode(int tag, int inside, TokenKind begin, TokenKind end)
    {
        _tokens.Add(new Token(begin, _text[tag..inside], null, tag, inside));
        CodeLexer code = new(source, inside, end == TokenKind.BlockEnd);
        while (true)
        {
            Token token = code.Next(end);
            if (token.Kind == TokenKind.End)
            {
                _position = _text.Length;
                return;
            }

            _tokens.Add(token);
            if (token.Kind != end) continue;
            _position = token.Stop;
            if (token.Text[0] == '-') SkipSpace();
            return;
        }
    }

    private int SpaceEnd(int i)
    {
        while (i < _text.Length && PythonText.IsSpace(_text[i])) i++;
        return i;
    }

    private void SkipSpace() => _position = SpaceEnd(_position);
}
