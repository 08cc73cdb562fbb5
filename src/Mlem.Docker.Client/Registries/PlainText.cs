using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Registries;

/// <summary>Text of another program, made fit for a message: one line, no control characters, bounded.</summary>
internal static partial class PlainText
{
    private const int Longest = 500;

    public static string Bound(string text)
    {
        var shown = new StringBuilder();
        foreach (var character in text)
        {
            if (shown.Length == Longest)
                return shown.Append('…').ToString();
            var plain = IsInvisible(character) || char.IsWhiteSpace(character) ? ' ' : character;
            if (plain != ' ' || (shown.Length > 0 && shown[^1] != ' '))
                shown.Append(plain);
        }

        return shown.ToString().TrimEnd();
    }

    /// <summary>An address or a reference as a message may show it: without the password of <c>user:password@host</c>.</summary>
    public static string WithoutPassword(string address)
    {
        // What comes after the last one has none: an expression that looks for it from every slash would not come to an end.
        int at = address.LastIndexOf('@');
        while (at >= 0 && Digest().IsMatch(address.AsSpan(at)))
            at = at == 0 ? -1 : address.LastIndexOf('@', at - 1);
        return at < 0 ? address : Login().Replace(address[..(at + 1)], "$1***@") + address[(at + 1)..];
    }

    // Format characters can turn the direction of the text that follows.
    private static bool IsInvisible(char character) =>
        char.IsControl(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format;

    // A tag before a digest is no password.
    [GeneratedRegex(@"\A@(sha[0-9]+|md5):", RegexOptions.CultureInvariant)]
    private static partial Regex Digest();

    [GeneratedRegex(@"((?:^\s*(?!\s|[a-z]+://)|//)[^/\s:@]*:).+@", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Login();
}
