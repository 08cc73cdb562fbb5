using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker;

/// <summary>
/// Text of somebody else, made fit for a terminal: nothing in it moves the cursor, colours, turns the direction or rings, and no
/// address in it has a password. Lines and tabs stay.
/// </summary>
public static partial class TerminalText
{
    private const int Longest = 32 * 1024;

    /// <summary>The text without what a terminal would obey.</summary>
    /// <param name="text">The text, or null.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text) => text is null ? null : Clean(text, Longest);

    /// <summary>The same of a text that may be longer than any message.</summary>
    internal static string Clean(string text, int longest)
    {
        string shown = text.Length > longest ? string.Concat(text.AsSpan(0, longest), "…") : text;
        shown = shown.Contains("://", StringComparison.Ordinal) ? TokenAlone().Replace(Password().Replace(shown, "$1***@"), "$1***@") : shown;
        return IsClean(shown) ? shown : Cleaned(shown);
    }

    private static bool IsClean(string text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' and not '\n' and not '\t' or > '~')
                return false;
        }

        return true;
    }

    private static string Cleaned(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is '\n' or '\t')
                clean.Append((char)rune.Value);
            else if (category is UnicodeCategory.Control)
                clean.Append('?');
            else if (category is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
                clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    // What is alone before the host is a user for ssh, and a token for a web server.
    [GeneratedRegex(@"(https?://)[^/\s:@]+@", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TokenAlone();

    [GeneratedRegex(@"(://[^/\s:@]*:)[^/\s]+@", RegexOptions.CultureInvariant)]
    private static partial Regex Password();
}
