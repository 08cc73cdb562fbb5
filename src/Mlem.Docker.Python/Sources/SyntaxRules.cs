namespace Mlem.Docker.Python.Sources;

/// <summary>
/// What the tokens of a line tell of its syntax: rows of values that no Python accepts, and what newer ones know. A rule stands
/// here only where nothing else can be meant.
/// </summary>
internal static class SyntaxRules
{
    /// <summary>Looks at a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="next">The one after it; null at the end.</param>
    /// <param name="needs">Hears of newer syntax: the version, the line, what it is.</param>
    public static void Check(LogicalLine line, LogicalLine? next, Action<int, int, string> needs)
    {
        Block(line, next);
        IReadOnlyList<PythonToken> tokens = line.Tokens;
        for (int i = 0; i + 1 < tokens.Count; i++)
        {
            Neighbours(tokens, i);
            Anywhere(tokens, i, needs);
        }

        Statement(line, next, needs);
    }

    // A line that ends with a colon begins a block, and nothing else does.
    private static void Block(LogicalLine line, LogicalLine? next)
    {
        bool begins = line.Last is { Kind: PythonTokenKind.Operator, Text: ":" };
        bool deeper = next is not null && next.Indentation > line.Indentation;
        if (begins != deeper)
            throw new SourceFaultException(SourceFaultKind.Indentation, next?.Number ?? line.Number, (next ?? line).First.Text);
    }

    private static void Neighbours(IReadOnlyList<PythonToken> tokens, int i)
    {
        PythonToken one = tokens[i], two = tokens[i + 1];
        if (!one.EndsValue || !two.BeginsValue || (one.Kind == PythonTokenKind.Text && two.Kind == PythonTokenKind.Text))
            return;
        // Words that are keywords only where a statement begins.
        if (BeginsStatement(tokens, i) && one is { Kind: PythonTokenKind.Name, Text: "match" or "case" or "type" })
            return;
        throw new SourceFaultException(SourceFaultKind.Syntax, one.Line, Shown(one) + " " + Shown(two));
    }

    private static string Shown(PythonToken token) => token.Kind == PythonTokenKind.Text ? token.Text + "…" : token.Text;

    private static bool BeginsStatement(IReadOnlyList<PythonToken> tokens, int i) => i == 0 || tokens[i - 1].Text is ";" or ":";

    private static void Anywhere(IReadOnlyList<PythonToken> tokens, int i, Action<int, int, string> needs)
    {
        PythonToken one = tokens[i], two = tokens[i + 1];
        if (two.Is(":="))
            needs(8, two.Line, ":=");
        else if (one.Is("/") && (two.Is(",") || two.Is(")")))
            needs(8, one.Line, "def f(a, /)");
        else if (one.Is("[") && two.Is("*") && i > 0 && tokens[i - 1].EndsValue)
            needs(11, one.Line, "x[*a]");
        else if (one is { Kind: PythonTokenKind.Operator, Text: "<" } && two.Is(">"))
            throw new SourceFaultException(SourceFaultKind.Syntax, one.Line, "<>");
    }

    private static void Statement(LogicalLine line, LogicalLine? next, Action<int, int, string> needs)
    {
        IReadOnlyList<PythonToken> tokens = line.Tokens;
        PythonToken first = line.First;
        PythonToken second = tokens.Count > 1 ? tokens[1] : default;
        PythonToken third = tokens.Count > 2 ? tokens[2] : default;
        bool isBlock = line.Last.Is(":");
        switch (first.Text)
        {
            case "match" when isBlock && tokens.Count > 2 && next is { First: { Kind: PythonTokenKind.Name, Text: "case" } } && next.Tokens.Any(t => t.Depth == 0 && t.Is(":")):
                needs(10, line.Number, "match");
                break;
            case "type" when second is { Kind: PythonTokenKind.Name, IsKeyword: false } && (third.Is("=") || third.Is("[")):
                needs(12, line.Number, "type");
                break;
            case "except" when second.Is("*"):
                needs(11, line.Number, "except*");
                break;
            case "except" when tokens.Any(t => t.Depth == 0 && t.Is(",")):
                needs(14, line.Number, "except A, B");
                break;
            case "raise" when tokens.TakeWhile(t => !t.Is(";")).Any(t => t.Depth == 0 && t.Is(",")):
                throw new SourceFaultException(SourceFaultKind.Syntax, line.Number, "raise …,");
            case "class" or "def" when third.Is("["):
                needs(12, line.Number, first.Text + " …[T]");
                break;
            case "async" when second.Is("def") && tokens.Count > 3 && tokens[3].Is("["):
                needs(12, line.Number, "def …[T]");
                break;
            case "with" when HasNames(tokens, 1):
                needs(9, line.Number, "with (… as …)");
                break;
            case "@" when !IsPlainDecorator(tokens):
                needs(9, line.Number, "@…");
                break;
        }
    }

    // with (a as b, c as d): the bracket begins at the first token behind the word and ends before the colon.
    private static bool HasNames(IReadOnlyList<PythonToken> tokens, int at)
    {
        if (at >= tokens.Count || !tokens[at].Is("("))
            return false;
        int outside = tokens[at].Depth;
        for (int i = at + 1; i < tokens.Count && tokens[i].Depth > outside; i++)
        {
            if (tokens[i].Depth == outside + 1 && tokens[i].Is("as"))
                return true;
        }

        return false;
    }

    // A dotted name and at most one call, before 3.9 (PEP 614).
    private static bool IsPlainDecorator(IReadOnlyList<PythonToken> tokens)
    {
        int i = 1;
        while (i < tokens.Count && tokens[i] is { Kind: PythonTokenKind.Name })
        {
            if (i + 1 < tokens.Count && tokens[i + 1].Is("."))
            {
                i += 2;
                continue;
            }

            i++;
            break;
        }

        if (i > 1 && i < tokens.Count && tokens[i].Is("("))
        {
            i++;
            while (i < tokens.Count && tokens[i].Depth > 0)
                i++;
            i++;
        }

        return i > 1 && i >= tokens.Count;
    }
}
