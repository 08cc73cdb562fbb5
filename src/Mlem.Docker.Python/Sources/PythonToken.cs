namespace Mlem.Docker.Python.Sources;

/// <summary>What a token is.</summary>
internal enum PythonTokenKind
{
    /// <summary>A name or a keyword.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string, with its prefix and quotes.</summary>
    Text,

    /// <summary>An operator or a bracket.</summary>
    Operator,
}

/// <summary>A token of a source.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a string, only its prefix and first quote.</param>
/// <param name="Line">The line in which it begins.</param>
/// <param name="Depth">How many brackets are open around it; a bracket itself stands outside of what it encloses.</param>
internal readonly record struct PythonToken(PythonTokenKind Kind, string Text, int Line, int Depth)
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from",
        "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    };

    /// <summary>Whether it is a keyword that stands for no value.</summary>
    public bool IsKeyword => Kind == PythonTokenKind.Name && Keywords.Contains(Text);

    /// <summary>Whether a value can end with it.</summary>
    public bool EndsValue => Kind == PythonTokenKind.Operator ? Text is ")" or "]" or "}" or "..." : !IsKeyword;

    /// <summary>Whether a value begins with it that cannot follow another one; brackets can.</summary>
    public bool BeginsValue => Kind != PythonTokenKind.Operator && !IsKeyword;

    public bool Is(string text) => Kind is PythonTokenKind.Name or PythonTokenKind.Operator && Text == text;
}

/// <summary>A line as Python counts them: it goes on inside brackets and after a backslash.</summary>
/// <param name="Tokens">Its tokens; never none.</param>
/// <param name="Indentation">How many blocks it stands in.</param>
internal sealed record LogicalLine(IReadOnlyList<PythonToken> Tokens, int Indentation)
{
    public PythonToken First => Tokens[0];

    public PythonToken Last => Tokens[^1];

    public int Number => First.Line;
}
