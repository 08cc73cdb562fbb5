namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>The tokens of a template, read from left to right.</summary>
internal sealed class TokenStream(TemplateSource source)
{
    private readonly List<Token> _tokens = new TemplateLexer(source).Read();
    private int _index;

    public TemplateSource Source => source;

    public Token Current => _tokens[_index];

    public Token Following => _tokens[Math.Min(_index + 1, _tokens.Count - 1)];

    /// <summary>Where the token before the current one ends.</summary>
    public int LastStop => _index == 0 ? 0 : _tokens[_index - 1].Stop;

    /// <summary>From a place to the end of the last token.</summary>
    public Place From(int start) => new(start, LastStop);

    public Token Next()
    {
        Token token = Current;
        if (_index < _tokens.Count - 1) _index++;
        return token;
    }

    public bool SkipName(string name) => Current.IsName(name) && Next() is not null;

    public bool SkipOperator(string operation) => Current.IsOperator(operation) && Next() is not null;

    public Token ExpectName() => Current.Kind == TokenKind.Name ? Next() : throw Unexpected("name");

    public void ExpectName(string name)
    {
        if (!SkipName(name)) throw Unexpected(name);
    }

    public Token ExpectOperator(string operation) => Current.IsOperator(operation) ? Next() : throw Unexpected(operation);

    public Token Expect(TokenKind kind, string description) => Current.Kind == kind ? Next() : throw Unexpected(description);

    public TemplateException Fail(string reason) => source.SyntaxError(reason, Current.At);

    private TemplateException Unexpected(string wanted) => Fail(Current.Kind == TokenKind.End
        ? $"unexpected end of template, expected '{wanted}'"
        : $"expected token '{wanted}', got '{Current.Describe()}'");
}
