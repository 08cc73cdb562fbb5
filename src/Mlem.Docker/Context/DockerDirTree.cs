using System.Text;

namespace Mlem.Docker;

/// <summary>Draws a Docker folder as a tree, with sizes.</summary>
internal static class DockerDirTree
{
    /// <summary>The folder's path, and a line for each folder and file below it, folders first.</summary>
    public static string Draw(string root, IReadOnlyList<DockerDirFile> files)
    {
        var lines = new StringBuilder(root);
        Draw(lines, string.Empty, [.. files.Select(f => (Parts: f.Name.Split('/'), f.Size))], 0);
        return lines.ToString();
    }

    private static void Draw(StringBuilder lines, string indent, IReadOnlyList<(string[] Parts, long Size)> files, int depth)
    {
        var groups = files.GroupBy(f => f.Parts[depth])
            .OrderBy(g => g.Any(f => f.Parts.Length > depth + 1) ? 0 : 1)
            .ThenBy(g => g.Key, StringComparer.Ordinal).ToArray();
        foreach (var group in groups)
        {
            bool last = group.Key == groups[^1].Key;
            (string[] Parts, long Size)[] inside = [.. group.Where(f => f.Parts.Length > depth + 1)];
            string size = ByteSize.Format(group.Sum(f => f.Size));
            lines.Append('\n').Append(indent).Append(last ? "└── " : "├── ")
                .Append(TerminalText.Clean(group.Key)).Append(inside.Length > 0 ? "/" : string.Empty).Append("  ").Append(size);
            if (inside.Length > 0)
                Draw(lines, indent + (last ? "    " : "│   "), inside, depth + 1);
        }
    }
}
