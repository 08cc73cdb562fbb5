using System.Text.RegularExpressions;

namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>Cuts a template into data, tags and what is inside the tags.</summary>
internal sealed partial class TemplateLexer(TemplateSource source)
{
    /// <summary>White space as Python has it in regular expressions.</summary>
    public const string Space = @"[\s\x1c-\x1f]";

    private readonly List<Token> _tokens = [];
    private readonly string _text = source.Text;
    private int _position;

    public List<Token> Read()
    {
        while (_position < _text.Length)
        {
            Match tag = Tag().Match(_text, _position);
            if (!tag.Success)
            {
                AddData(_text.Length, strip: false);
                break;
            }

            AddData(tag.Index, strip: tag.Value.EndsWith('-'));
            if (tag.Value[1] == '#') SkipComment(tag);
            else if (tag.Value[1] == '{') ReadCode(tag, TokenKind.VariableBegin, TokenKind.VariableEnd);
            else if (Raw().Match(_text, tag.Index) is { Success: true } raw) ReadRaw(tag, raw);
            else ReadCode(tag, TokenKind.BlockBegin, TokenKind.BlockEnd);
        }

        _tokens.Add(new Token(TokenKind.End, string.Empty, null, _text.Length, _text.Length));
        return _tokens;
    }

    private void AddData(int stop, bool strip)
    {
        int end = strip ? _position + Values.PythonText.Strip(_text[_position..stop], left: false).Length : stop;
        if (end > _position) _tokens.Add(new Token(TokenKind.Data, _text[_position..end], null, _position, end));
        _position = stop;
    }

    // Jinja2 lets a comment or raw tag be the very last thing of a template.
    private void SkipComment(Match tag)
    {
        _position = tag.Index + tag.Length;
        if (_position == _text.Length) return;
        Match end = CommentEnd().Match(_text, _position);
        _position = end.Success ? end.Index + end.Length : throw source.SyntaxError("Missing end of comment tag", new(tag.Index, tag.Index + 60));
    }

    private void ReadRaw(Match tag, Match raw)
    {
        _position = raw.Index + raw.Length;
        if (_position == _text.Length) return;
        Match end = RawEnd().Match(_text, _position);
        if (!end.Success) throw source.SyntaxError("Missing end of raw directive", new(tag.Index, _position));
        AddData(end.Index, strip: end.Value[2] == '-');
        _position = end.Index + end.Length;
    }

    private void ReadCode(Match tag, TokenKind begin, TokenKind end)
    {
        int inside = tag.Index + tag.Length;
        _tokens.Add(new Token(begin, tag.Value, null, tag.Index, inside));
        CodeLexer code = new(source, inside, end);
        Token token;
        do
        {
            token = code.Next();
            if (token.Kind != TokenKind.End) _tokens.Add(token);
        }
        while (token.Kind != end && token.Kind != TokenKind.End);
        _position = token.Stop;
    }

    [GeneratedRegex(@"\{[{%#][-+]?", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex($@"\G\{{%[-+]?{Space}*raw{Space}*(?:-%\}}{Space}*|%\}})", RegexOptions.CultureInvariant)]
    private static partial Regex Raw();

    [GeneratedRegex($@"\{{%[-+]?{Space}*endraw{Space}*(?:-%\}}{Space}*|\+?%\}})", RegexOptions.CultureInvariant)]
    private static partial Regex RawEnd();

    [GeneratedRegex($@"-#\}}{Space}*|#\}}", RegexOptions.CultureInvariant)]
    private static partial Regex CommentEnd();
}
