using System.Text;

namespace Mlem.Docker.Templates.Values;

/// <summary>Padding and stripping.</summary>
internal static class TextLayout
{
    public static string Strip(string text, object? characters, bool left, bool right)
    {
        if (characters is Undefined undefined) throw undefined.Fail();
        if (characters is not null && PyTypes.AsText(characters) is null)
            throw PythonError.Type("strip arg must be None or str");
        HashSet<Rune>? set = PyTypes.AsText(characters) is { } given ? [.. given.EnumerateRunes()] : null;
        int start = 0;
        int end = text.Length;
        while (left && start < end && Matches(Rune.GetRuneAt(text, start), set, out int width)) start += width;
        while (right && end > start && Matches(Last(text, end), set, out int width)) end -= width;
        return text[start..end];
    }

    public static string Strip(string text) => Strip(text, null, true, true);

    public static string Center(string text, Bound a)
    {
        int missing = Missing(text, a);
        int left = (missing / 2) + (missing & a.Budget.Size(a.Int(0, 0)) & 1);
        string fill = Fill(a);
        return Repeat(fill, left) + text + Repeat(fill, missing - left);
    }

    public static string Justify(string text, Bound a, bool left)
    {
        string padding = Repeat(Fill(a), Missing(text, a));
        return left ? text + padding : padding + text;
    }

    public static string ZeroFill(string text, Bound a)
    {
        int sign = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        return text.Insert(Math.Min(sign, text.Length), new string('0', Missing(text, a)));
    }

    public static string ExpandTabs(string text, int size, Budget budget)
    {
        StringBuilder result = new();
        int column = 0;
        foreach (char c in text)
        {
            if (c == '\t')
            {
                int spaces = size > 0 ? size - (column % size) : 0;
                budget.Characters(spaces);
                result.Append(' ', budget.Size(spaces));
                column += spaces;
            }
            else
            {
                result.Append(c);
                column = c is '\n' or '\r' ? 0 : column + 1;
            }
        }

        return result.ToString();
    }

    private static int Missing(string text, Bound a)
    {
        int missing = Math.Max(0, a.Budget.Size(a.Int(0, 0)) - CodePoints.Length(text));
        a.Budget.Characters(missing);
        return missing;
    }

    private static string Fill(Bound a)
    {
        string fill = a.Has(1) ? a.Text(1) : " ";
        return CodePoints.Length(fill) == 1
            ? fill
            : throw PythonError.Type("The fill character must be exactly one character long");
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static Rune Last(string text, int end) =>
        end > 1 && char.IsSurrogatePair(text[end - 2], text[end - 1])
            ? new Rune(text[end - 2], text[end - 1])
            : Rune.TryCreate(text[end - 1], out Rune rune) ? rune : Rune.ReplacementChar;

    private static bool Matches(Rune rune, HashSet<Rune>? set, out int width)
    {
        width = rune.Utf16SequenceLength;
        return set is null ? width == 1 && PyText.IsSpace((char)rune.Value) : set.Contains(rune);
    }
}
