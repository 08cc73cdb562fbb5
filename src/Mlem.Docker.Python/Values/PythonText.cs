using System.Globalization;
using System.Text;

namespace Mlem.Docker.Python.Values;

/// <summary>Python's <c>str</c>: its <c>repr()</c>, its order, its white space and its lines.</summary>
internal static class PythonText
{
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);

    public static string Repr(string text)
    {
        char quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        StringBuilder result = new();
        result.Append(quote);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                '\\' => result.Append("\\\\"),
                int c when c == quote => result.Append('\\').Append(quote),
                int when IsPrintable(rune) => result.Append(rune.ToString()),
                < 0x100 and int c => result.Append($"\\x{c:x2}"),
                < 0x10000 and int c => result.Append($"\\u{c:x4}"),
                int c => result.Append($"\\U{c:x8}"),
            };
        }

        return result.Append(quote).ToString();
    }

    /// <summary>By code points: a surrogate pair comes after every character of one unit.</summary>
    public static int Compare(string x, string y)
    {
        int common = x.AsSpan().CommonPrefixLength(y);
        if (common == x.Length || common == y.Length) return x.Length.CompareTo(y.Length);
        return Rank(x, common).CompareTo(Rank(y, common));
    }

    /// <summary>Without white space at the ends.</summary>
    public static string Strip(string text, bool left = true, bool right = true)
    {
        int start = 0;
        int end = text.Length;
        while (left && start < end && IsSpace(text[start])) start++;
        while (right && end > start && IsSpace(text[end - 1])) end--;
        return text[start..end];
    }

    /// <summary>Python's <c>splitlines()</c>.</summary>
    public static List<string> Lines(string text, bool keepEnds = false)
    {
        List<string> lines = [];
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85' or '\u2028' or '\u2029')) continue;
            int end = i;
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') i++;
            lines.Add(text[start..(keepEnds ? i + 1 : end)]);
            start = i + 1;
        }

        if (start < text.Length) lines.Add(text[start..]);
        return lines;
    }

    private static int Rank(string text, int index)
    {
        char c = text[index];
        bool isPair = (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            || (char.IsLowSurrogate(c) && index > 0 && char.IsHighSurrogate(text[index - 1]));
        return isPair ? 0x10000 + c : c;
    }
}
