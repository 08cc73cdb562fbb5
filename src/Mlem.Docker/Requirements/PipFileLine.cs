using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Requirements;

/// <summary>One logical line of a requirements or constraints file.</summary>
/// <param name="Number">The number of its first physical line, from 1.</param>
/// <param name="Text">The text, joined, without comment and surrounding white space; never empty.</param>
internal readonly partial record struct PipFileLine(int Number, string Text)
{
    /// <summary>
    /// Cuts physical lines into logical ones as pip does: a backslash at the very end joins the next line, unless the
    /// line is a comment; a comment is <c>#</c> at the start or after white space; what is then empty is left out.
    /// </summary>
    public static IEnumerable<PipFileLine> Split(IEnumerable<string> physicalLines)
    {
        StringBuilder joined = new();
        int number = 0, first = 0;
        foreach (string physical in physicalLines)
        {
            number++;
            bool isComment = LeadingComment().IsMatch(physical);
            if (physical.EndsWith('\\') && !isComment)
            {
                first = joined.Length == 0 && first == 0 ? number : first;
                joined.Append(physical.Trim('\\'));
                continue;
            }
            // The space keeps the comment a comment when it is joined to the text before it.
            joined.Append(isComment ? " " : string.Empty).Append(physical);
            if (Clean(joined.ToString()) is { Length: > 0 } text)
                yield return new PipFileLine(first == 0 ? number : first, text);
            joined.Clear();
            first = 0;
        }
        if (Clean(joined.ToString()) is { Length: > 0 } last)
            yield return new PipFileLine(first, last);
    }

    /// <summary>Cuts a text where Python's <c>splitlines</c> does, which knows more line ends than .NET.</summary>
    public static string[] SplitPhysical(string text)
    {
        string[] lines = LineEnd().Split(text);
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    /// <summary>
    /// Replaces <c>${NAME}</c> (capitals, digits and <c>_</c>) by the variable's value; one that is unset or empty stays as it is.
    /// </summary>
    public static string Expand(string text, Func<string, string?> variable) => Variable().Replace(
        text, match => variable(match.Groups[1].Value) is { Length: > 0 } value ? value : match.Value);

    /// <summary>Puts the names of a line's variables back where a text repeats their values.</summary>
    public static string Conceal(string text, string line, Func<string, string?> variable) => Variable().Matches(line)
        .Aggregate(text, (t, m) => variable(m.Groups[1].Value) is { Length: > 0 } value ? t.Replace(value, m.Value, StringComparison.Ordinal) : t);

    private static string Clean(string line) => Comment().Replace(line, string.Empty).Trim();

    [GeneratedRegex(@"\A\s*#", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingComment();

    [GeneratedRegex(@"(?:\A|\s+)#.*\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\$\{([A-Z0-9_]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex("\r\n|[\n\r\u000B\u000C\u001C\u001D\u001E\u0085\u2028\u2029]", RegexOptions.CultureInvariant)]
    private static partial Regex LineEnd();
}
