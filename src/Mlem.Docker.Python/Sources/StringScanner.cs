namespace Mlem.Docker.Python.Sources;

/// <summary>
/// Finds the end of strings. Those with fields (<c>f"{x}"</c>) are read as Python 3.12 does, which reads all that older ones
/// do; what only it can read is told.
/// </summary>
internal sealed class StringScanner(string text, Action<int, int, string> needs)
{
    private const int MaxNesting = 149;
    private const string NestedQuotes = "f\"{\"\"}\"";

    private int _depth;

    /// <summary>The length of a string's prefix, where a string begins here; -1 where none does.</summary>
    public int PrefixAt(int at)
    {
        int end = at;
        while (end < text.Length && end - at < 3 && text[end] is 'r' or 'R' or 'b' or 'B' or 'u' or 'U' or 'f' or 'F' or 't' or 'T')
            end++;
        if (end >= text.Length || text[end] is not ('"' or '\''))
            return -1;
        return text[at..end].ToLowerInvariant() is "" or "r" or "u" or "b" or "f" or "t" or "br" or "rb" or "fr" or "rf" or "tr" or "rt" ? end - at : -1;
    }

    /// <summary>Where the string ends that begins here.</summary>
    public int Scan(int at, int prefix, int line)
    {
        string kind = text.Substring(at, prefix).ToLowerInvariant();
        int open = at + prefix;
        char quote = text[open];
        bool triple = open + 2 < text.Length && text[open + 1] == quote && text[open + 2] == quote;
        int start = open + (triple ? 3 : 1);
        if (kind.Contains('t', StringComparison.Ordinal))
            needs(14, line, "t\"\"");
        if (!kind.Contains('f', StringComparison.Ordinal) && !kind.Contains('t', StringComparison.Ordinal))
            return PlainEnd(start, quote, triple) is >= 0 and var end ? end : throw Unterminated(open, line, triple);
        if (++_depth > MaxNesting)
            throw new SourceFaultException(SourceFaultKind.Syntax, line, "f\"{…}\"");
        int close = Fields(start, quote, triple, kind.Contains('r', StringComparison.Ordinal), line);
        _depth--;
        if (PlainEnd(start, quote, triple) != close)
            needs(12, line, NestedQuotes);
        return close;
    }

    // Where a string without fields ends, and one with fields before 3.12; -1 where it does not.
    private int PlainEnd(int at, char quote, bool triple)
    {
        for (; at < text.Length; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == '\n' && !triple)
                return -1;
            else if (IsClose(at, quote, triple))
                return at + (triple ? 3 : 1);
        }

        return -1;
    }

    private bool IsClose(int at, char quote, bool triple) =>
        text[at] == quote && (!triple || (at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote));

    private int Fields(int at, char quote, bool triple, bool raw, int line)
    {
        int begin = at;
        while (at < text.Length)
        {
            char c = text[at];
            if (IsClose(at, quote, triple))
                return at + (triple ? 3 : 1);
            if (c == '\n' && !triple)
                break;
            if (c == '\\' && !raw && at + 2 < text.Length && text[at + 1] == 'N' && text[at + 2] == '{')
                at = text.IndexOf('}', at) is >= 0 and var named ? named + 1 : text.Length;
            else if (c == '\\' && at + 1 < text.Length)
                at += text[at + 1] is '{' or '}' ? 1 : 2;
            else if (c is '{' or '}' && at + 1 < text.Length && text[at + 1] == c)
                at += 2;
            else if (c == '{')
                at = Field(at + 1, quote, triple, line);
            else if (c == '}')
                throw new SourceFaultException(SourceFaultKind.Bracket, LineOf(begin, at, line), "}");
            else
                at++;
        }

        throw Unterminated(begin, line, triple);
    }

    // From behind the { to behind the }.
    private int Field(int at, char quote, bool triple, int line)
    {
        // The line is counted on from where it was counted last: a field may have very many.
        int begin = at, counted = at, here = line;
        var open = new Stack<char>();
        while (at < text.Length)
        {
            char c = text[at];
            if (open.Count == 0 && (c is '}' or ':' || (c == '!' && Next(at) != '=')))
                break;
            if (c == '\n' && !triple)
                needs(12, line, NestedQuotes);
            if (c == '\\')
                needs(12, line, "f\"{'\\n'}\"");
            if (PrefixAt(at) is >= 0 and var prefix && (at == 0 || !IsWord(text[at - 1])))
            {
                int end = Scan(at, prefix, Here(at));
                if (text.AsSpan(at, end - at).Contains('\\'))
                    needs(12, line, "f\"{'\\n'}\"");
                at = end;
                continue;
            }

            if (c == '#')
            {
                needs(12, line, "f\"{x # …");
                at = text.IndexOf('\n', at) is >= 0 and var next ? next : text.Length;
                continue;
            }

            if (c is '"' or '\'')
                throw Unterminated(begin, line, triple);
            Brackets.Follow(open, c, Here(at));
            at++;
        }

        if (at >= text.Length)
            throw Unterminated(begin, line, triple);
        ReadOnlySpan<char> expression = text.AsSpan(begin, at - begin).Trim();
        if (expression.IsEmpty)
            throw new SourceFaultException(SourceFaultKind.Syntax, LineOf(begin, at, line), "{}");
        if (expression[^1] == '=' && (expression.Length < 2 || expression[^2] is not ('=' or '!' or '<' or '>')))
            needs(8, line, "f\"{x=}\"");
        return Rest(at, quote, triple, line);

        int Here(int place)
        {
            here = LineOf(counted, place, here);
            counted = place;
            return here;
        }
    }

    // The conversion and the format, in which there may be fields again.
    private int Rest(int at, char quote, bool triple, int line)
    {
        int begin = at;
        while (at < text.Length && text[at] is not ('}' or ':' or '"' or '\'' or '\n'))
            at++;
        while (at < text.Length && text[at] != '}')
        {
            if (IsClose(at, quote, triple) || (text[at] == '\n' && !triple))
                throw Unterminated(begin, line, triple);
            at = text[at] switch
            {
                '{' => Nested(at + 1, quote, triple, line),
                '\\' => at + 2,
                _ => at + 1,
            };
        }

        return at < text.Length ? at + 1 : throw Unterminated(begin, line, triple);
    }

    private int Nested(int at, char quote, bool triple, int line)
    {
        if (++_depth > MaxNesting)
            throw new SourceFaultException(SourceFaultKind.Syntax, line, "f\"{…}\"");
        int end = Field(at, quote, triple, line);
        _depth--;
        return end;
    }

    private char Next(int at) => at + 1 < text.Length ? text[at + 1] : '\0';

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private int LineOf(int from, int at, int line) => line + text.AsSpan(from, Math.Min(at, text.Length) - from).Count('\n');

    private SourceFaultException Unterminated(int at, int line, bool triple) => new(
        SourceFaultKind.Unterminated, line, triple ? "\"\"\"" : text[Math.Max(at - 1, 0)..Math.Min(at + 20, text.Length)].Split('\n')[0]);
}
