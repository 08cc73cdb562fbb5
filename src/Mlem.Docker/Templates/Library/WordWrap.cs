using System.Text.RegularExpressions;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Library;

/// <summary>The filter <c>wordwrap</c>, which is Python's <c>textwrap</c> line by line.</summary>
internal static partial class WordWrap
{
    public static object? Apply(object? value, Bound a)
    {
        string text = PyTypes.AsText(value) ?? throw PyTypes.Wrong(value, "str");
        int width = a.Int(0, 79);
        bool breakWords = a.Flag(1, true);
        string separator = a.Or(2, null) is null ? "\n" : a.Text(2);
        bool hyphens = a.Flag(3, true);
        IEnumerable<string> lines = TextSplit.Lines(text, false, a.Budget).Items
            .Select(line => string.Join(separator, Wrap((string)line!, width, breakWords, hyphens)));
        return a.Budget.Text(string.Join(separator, lines));
    }

    private static List<string> Wrap(string line, int width, bool breakWords, bool hyphens)
    {
        if (width <= 0) throw PythonError.Value($"invalid width {width} (must be > 0)");
        List<string> chunks = [.. (hyphens ? Hyphens() : Spaces()).Split(line).Where(c => c.Length > 0)];
        List<string> lines = [];
        int next = 0;
        while (next < chunks.Count)
        {
            List<string> current = [];
            int length = 0;
            if (lines.Count > 0 && chunks[next].Trim().Length == 0) next++;
            for (; next < chunks.Count && length + chunks[next].Length <= width; next++)
            {
                current.Add(chunks[next]);
                length += chunks[next].Length;
            }

            if (next < chunks.Count && chunks[next].Length > width)
            {
                int space = width - length;
                if (breakWords)
                {
                    int cut = BreakAt(chunks[next], space, hyphens);
                    current.Add(chunks[next][..cut]);
                    chunks[next] = chunks[next][cut..];
                }
                else if (current.Count == 0)
                {
                    current.Add(chunks[next++]);
                }
            }

            if (current.Count > 0 && current[^1].Trim().Length == 0) current.RemoveAt(current.Count - 1);
            if (current.Count > 0) lines.Add(string.Concat(current));
        }

        return lines;
    }

    private static int BreakAt(string chunk, int space, bool hyphens)
    {
        if (!hyphens || space == 0 || chunk.Length <= space) return Math.Min(space, chunk.Length);
        int hyphen = chunk.LastIndexOf('-', space - 1);
        return hyphen > 0 && chunk[..hyphen].Any(c => c != '-') ? hyphen + 1 : space;
    }

    [GeneratedRegex(@"([\t\n\v\f\r ]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();

    [GeneratedRegex(
        """
        ([\t\n\v\f\r\ ]+
        |(?<=[\w!"'&.,?])-{2,}(?=\w)
        |[^\t\n\v\f\r\ ](?:[^\t\n\v\f\r\ ]*?)(?:-(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[^\d\W]-))(?=[^\d\W]-?[^\d\W])
        |(?=[\t\n\v\f\r\ ]|\z)|(?<=[\w!"'&.,?])(?=-{2,}\w)))
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Hyphens();
}
