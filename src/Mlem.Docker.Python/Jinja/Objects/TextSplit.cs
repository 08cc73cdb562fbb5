using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>Splitting of text.</summary>
internal static class TextSplit
{
    public static PyList Split(string text, Bound a, bool fromEnd)
    {
        object? separator = a.Or(0, null);
        int most = a.Int(1, -1);
        if (most < 0) most = int.MaxValue;
        if (separator is null) return Finish(fromEnd ? WordsFromEnd(text, most) : Words(text, most), a);
        string sep = a.Text(0);
        if (sep.Length == 0) throw PythonError.Value("empty separator");
        return Finish(fromEnd ? PartsFromEnd(text, sep, most) : Parts(text, sep, most), a);
    }

    public static PyTuple Partition(string text, string separator, bool last)
    {
        if (separator.Length == 0) throw PythonError.Value("empty separator");
        int i = last ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        if (i < 0) return last ? PyTuple.From(string.Empty, string.Empty, text) : PyTuple.From(text, string.Empty, string.Empty);
        return PyTuple.From(text[..i], separator, text[(i + separator.Length)..]);
    }

    private static PyList Finish(List<object?> parts, Bound a)
    {
        a.Budget.Characters(parts.Sum(p => (long)((string)p!).Length));
        return new PyList(parts);
    }

    private static List<object?> Parts(string text, string separator, int most)
    {
        List<object?> parts = [];
        int start = 0;
        for (int i; most-- > 0 && (i = text.IndexOf(separator, start, StringComparison.Ordinal)) >= 0; start = i + separator.Length)
            parts.Add(text[start..i]);
        parts.Add(text[start..]);
        return parts;
    }

    private static List<object?> PartsFromEnd(string text, string separator, int most)
    {
        List<object?> parts = [];
        int end = text.Length;
        for (int i; most-- > 0 && (i = text.AsSpan(0, end).LastIndexOf(separator, StringComparison.Ordinal)) >= 0; end = i)
            parts.Add(text[(i + separator.Length)..end]);
        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }

    private static List<object?> Words(string text, int most)
    {
        List<object?> words = [];
        int i = 0;
        while (true)
        {
            while (i < text.Length && PythonText.IsSpace(text[i])) i++;
            if (i == text.Length) return words;
            if (words.Count == most)
            {
                words.Add(PythonText.Strip(text[i..], left: false));
                return words;
            }

            int start = i;
            while (i < text.Length && !PythonText.IsSpace(text[i])) i++;
            words.Add(text[start..i]);
        }
    }

    private static List<object?> WordsFromEnd(string text, int most)
    {
        List<object?> words = [];
        int i = text.Length;
        while (true)
        {
            while (i > 0 && PythonText.IsSpace(text[i - 1])) i--;
            if (i == 0) break;
            if (words.Count == most)
            {
                words.Add(PythonText.Strip(text[..i], right: false));
                break;
            }

            int end = i;
            while (i > 0 && !PythonText.IsSpace(text[i - 1])) i--;
            words.Add(text[i..end]);
        }

        words.Reverse();
        return words;
    }
}
