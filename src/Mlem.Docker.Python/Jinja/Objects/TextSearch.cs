using System.Numerics;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>Searching and replacing in text.</summary>
internal static class TextSearch
{
    public static object Find(string text, Bound a, bool last, bool must)
    {
        string sub = a.Text(0);
        int found = -1;
        if (TryRange(text, a, out int start, out int end))
        {
            string part = text[start..end];
            found = last ? part.LastIndexOf(sub, StringComparison.Ordinal) : part.IndexOf(sub, StringComparison.Ordinal);
            if (last && sub.Length == 0) found = part.Length;
        }

        if (found < 0 && must) throw PythonError.Value("substring not found");
        return (BigInteger)(found < 0 ? -1 : CodePoints.FromUnits(text, start + found));
    }

    public static object Count(string text, Bound a)
    {
        string sub = a.Text(0);
        if (!TryRange(text, a, out int start, out int end)) return BigInteger.Zero;
        string part = text[start..end];
        if (sub.Length == 0) return (BigInteger)(CodePoints.Length(part) + 1);
        int count = 0;
        for (int i = part.IndexOf(sub, StringComparison.Ordinal); i >= 0; i = part.IndexOf(sub, i + sub.Length, StringComparison.Ordinal))
            count++;
        return (BigInteger)count;
    }

    public static object Affix(string text, Bound a, bool start)
    {
        List<object?> wanted = a[0] is PyTuple tuple ? tuple.Items : [a[0]];
        bool inside = TryRange(text, a, out int from, out int to);
        string part = inside ? text[from..to] : string.Empty;
        foreach (object? affix in wanted)
        {
            string word = PyTypes.AsText(affix) ?? throw PyTypes.Wrong(affix, "str or a tuple of str");
            if (inside && (start ? part.StartsWith(word, StringComparison.Ordinal) : part.EndsWith(word, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    public static string Replace(string text, string old, string replacement, int count, Budget budget)
    {
        if (count == 0) return text;
        List<string> parts = [];
        int start = 0;
        int left = count < 0 ? int.MaxValue : count;
        if (old.Length == 0)
        {
            // An empty pattern is found before every character and at the end.
            foreach (object? point in CodePoints.Each(text))
            {
                if (left-- <= 0) break;
                Add(replacement + (string)point!);
                start += ((string)point!).Length;
            }

            return string.Concat(parts) + (left > 0 && start == text.Length ? replacement : string.Empty) + text[start..];
        }

        for (int i = text.IndexOf(old, StringComparison.Ordinal); i >= 0 && left-- > 0; i = text.IndexOf(old, start, StringComparison.Ordinal))
        {
            Add(text[start..i] + replacement);
            start = i + old.Length;
        }

        return string.Concat(parts) + text[start..];

        void Add(string part)
        {
            budget.Characters(part.Length);
            parts.Add(part);
        }
    }

    private static bool TryRange(string text, Bound a, out int start, out int end)
    {
        int length = CodePoints.Length(text);
        int from = Position(a.Or(1, null), 0);
        int to = Math.Min(length, Position(a.Or(2, null), length));
        (start, end) = (0, 0);
        if (from > to) return false;
        (start, end) = length == text.Length
            ? (from, to)
            : (CodePoints.ToUnits(text, from), CodePoints.ToUnits(text, to));
        return true;

        int Position(object? given, int fallback)
        {
            if (given is null) return fallback;
            int position = PyTypes.ToIndex(given);
            return position < 0 ? Math.Max(0, position + length) : position;
        }
    }
}
