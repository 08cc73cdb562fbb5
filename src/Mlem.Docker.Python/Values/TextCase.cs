using System.Text;

namespace Mlem.Docker.Python.Values;

/// <summary>Upper, lower and title case.</summary>
internal static class TextCase
{
    public static string Upper(string text)
    {
        string upper = text.ToUpperInvariant();
        return upper.Contains('ß', StringComparison.Ordinal) ? upper.Replace("ß", "SS", StringComparison.Ordinal) : upper;
    }

    public static string Lower(string text) => text.ToLowerInvariant();

    public static string Capitalize(string text)
    {
        if (text.Length == 0) return text;
        Rune first = Rune.GetRuneAt(text, 0);
        return Title(first) + Lower(text[first.Utf16SequenceLength..]);
    }

    public static string Title(string text)
    {
        StringBuilder result = new(text.Length);
        bool inside = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool cased = TextKind.IsCasedLetter(rune);
            result.Append(cased && !inside ? Title(rune) : Lower(rune.ToString()));
            inside = cased;
        }

        return result.ToString();
    }

    private static string Title(Rune rune) => rune.Value == 'ß' ? "Ss" : Upper(rune.ToString());
}
