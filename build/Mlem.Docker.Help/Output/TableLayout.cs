using Markdig.Extensions.Tables;
using Mlem.Docker.Help.Markdown;

namespace Mlem.Docker.Help.Output;

/// <summary>A table as columns where they fit; else each row as a list, its first cell above the others.</summary>
internal static class TableLayout
{
    private const string Gap = "  ";

    public static IEnumerable<string> Lines(Table table, string indent)
    {
        string[][] rows = [.. table.OfType<TableRow>().Select(row => row.Select(PlainText.Read).ToArray())];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row.Length > i ? row[i].Length : 0))];
        return indent.Length + widths.Sum() + (Gap.Length * (widths.Length - 1)) <= TextLayout.Width
            ? Columns(rows, widths, indent)
            : Records(rows, indent);
    }

    private static IEnumerable<string> Columns(string[][] rows, int[] widths, string indent)
    {
        string Line(IEnumerable<string> cells) =>
            (indent + string.Join(Gap, cells.Select((cell, i) => cell.PadRight(widths[i])))).TrimEnd();
        return [Line(rows[0]), Line(widths.Select(width => new string('-', width))), .. rows.Skip(1).Select(Line)];
    }

    private static IEnumerable<string> Records(string[][] rows, string indent)
    {
        bool first = true;
        foreach (string[] row in rows.Skip(1))
        {
            if (!first)
                yield return "";
            first = false;
            foreach (string line in TextLayout.Wrap(row[0], indent))
                yield return line;
            foreach ((string head, string cell) in rows[0].Zip(row).Skip(1))
            {
                foreach (string line in TextLayout.Wrap(head.Length == 0 ? cell : $"{head}: {cell}", indent + indent))
                    yield return line;
            }
        }
    }
}
