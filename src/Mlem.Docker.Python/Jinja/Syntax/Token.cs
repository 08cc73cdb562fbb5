namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Data,
    BlockBegin,
    BlockEnd,
    VariableBegin,
    VariableEnd,
    Name,
    String,
    Integer,
    Float,
    Operator,
    End,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Text of data, name or operator.</param>
/// <param name="Value">Value of a literal.</param>
/// <param name="Start">Where it begins in the source.</param>
/// <param name="Stop">Where it ends.</param>
internal sealed record Token(TokenKind Kind, string Text, object? Value, int Start, int Stop)
{
    public Place At => new(Start, Stop);

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public bool IsOperator(string operation) => Kind == TokenKind.Operator && Text == operation;

    public string Describe() => Kind switch
    {
        TokenKind.Data => "template data / text",
        TokenKind.BlockBegin => "begin of statement block",
        TokenKind.BlockEnd => "end of statement block",
        TokenKind.VariableBegin => "begin of print statement",
        TokenKind.VariableEnd => "end of print statement",
        TokenKind.End => "end of template",
        TokenKind.Name or TokenKind.Operator => Text,
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
