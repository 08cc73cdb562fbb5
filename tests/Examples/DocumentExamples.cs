namespace Mlem.Docker.Tests.Examples;

/// <summary>Finds every example of the repository's pages: README.md, and all below docs.</summary>
public static class DocumentExamples
{
    private const string Fence = "```";

    /// <summary>The examples of all pages, in their order.</summary>
    public static IReadOnlyList<DocumentExample> All(string repository) =>
        [.. Directory.EnumerateFiles(Path.Combine(repository, "docs"), "*.md", SearchOption.AllDirectories)
            .Prepend(Path.Combine(repository, "README.md"))
            .Select(file => Path.GetRelativePath(repository, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .SelectMany(page => OfPage(page, File.ReadAllLines(Path.Combine(repository, page))))];

    private static IEnumerable<DocumentExample> OfPage(string page, string[] lines)
    {
        string heading = "";
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('#'))
                heading = lines[i].TrimStart('#').Trim();
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
                continue;
            int end = Array.FindIndex(lines, i + 1, line => line.StartsWith(Fence, StringComparison.Ordinal));
            string[] info = lines[i][Fence.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (info is ["powershell", ..])
                yield return new(page, i + 1, heading, Need(info, page, i + 1), string.Join('\n', lines[(i + 1)..end]));
            i = end;
        }
    }

    private static ExampleNeed Need(string[] info, string page, int line) => info[1..] switch
    {
        [] => ExampleNeed.Folder,
        ["engine"] => ExampleNeed.Engine,
        ["registry"] => ExampleNeed.Registry,
        ["build"] => ExampleNeed.Build,
        ["swarm"] => ExampleNeed.Swarm,
        ["not-run"] => ExampleNeed.Elsewhere,
        _ => throw new FormatException($"{page}({line}): an example needs nothing, or one of engine, registry, build, swarm and not-run."),
    };
}
