using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Mlem.Docker.Help.Markdown;

/// <summary>
/// Reads a page: the cmdlet's name as title, the synopsis as first paragraph, the description, and the parts Examples
/// (each with a title, code and words), Outputs where the emitted types do not tell, Notes where there is something to
/// note, and Links.
/// </summary>
internal static class CmdletPageReader
{
    private const int LeastExamples = 3;

    public static CmdletPage? Read(string file, HelpProblems problems)
    {
        MarkdownDocument page = Markdig.Markdown.Parse(File.ReadAllText(file), Pipelines.Pages);
        string name = Path.GetFileNameWithoutExtension(file);
        int before = problems.Lines.Count;
        if (page.FirstOrDefault() is not HeadingBlock { Level: 1 } title || PlainText.Read(title.Inline) != name)
            problems.Add(file, 1, $"The page begins with the title {name}.");

        Dictionary<string, List<Block>> parts = Parts(page, level: 2);
        foreach (string part in parts.Keys.Except(["", "Examples", "Outputs", "Notes", "Links"]))
            problems.Add(file, parts[part].FirstOrDefault()?.Line ?? 1, $"A page has no part '{part}'.");
        List<Block> opening = parts.GetValueOrDefault("", []);
        List<Block> words = [.. opening.Where(block => block is not HeadingBlock)];
        if (words.Count < 2)
            problems.Add(file, 1, "The page begins with a synopsis and a description.");

        PageExample[] examples = [.. Parts(parts.GetValueOrDefault("Examples", []), level: 3)
            .Where(part => part.Key.Length > 0)
            .Select(part => Example(part.Key, part.Value, file, problems))];
        if (examples.Length < LeastExamples)
            problems.Add(file, 1, $"The page has {examples.Length} examples, not {LeastExamples}.");
        PageLink[] links = [.. parts.GetValueOrDefault("Links", []).SelectMany(block => block.Descendants<LinkInline>()).Select(Link)];
        if (links.Length == 0)
            problems.Add(file, 1, "The page has no links.");

        return problems.Lines.Count > before
            ? null
            : new CmdletPage(
                PlainText.Read(words[0]),
                [.. words.Skip(1).Select(PlainText.Read)],
                examples,
                string.Join("\n", parts.GetValueOrDefault("Outputs", []).Select(PlainText.Read)),
                [.. parts.GetValueOrDefault("Notes", []).Select(PlainText.Read)],
                links);
    }

    private static PageExample Example(string title, List<Block> blocks, string file, HelpProblems problems)
    {
        FencedCodeBlock[] code = [.. blocks.OfType<FencedCodeBlock>()];
        string[] words = [.. blocks.Where(block => block is not FencedCodeBlock).Select(PlainText.Read)];
        if (code.Length != 1 || code[0].Info != "powershell" || words.Length == 0)
            problems.Add(file, (blocks.FirstOrDefault()?.Line ?? 0) + 1, $"The example '{title}' has one block of PowerShell, and words.");
        return new(title, code.Length == 0 ? "" : code[0].Lines.ToString().TrimEnd(), words);
    }

    // Another page of ours is a topic that Get-Help knows by its name.
    private static PageLink Link(LinkInline link)
    {
        string uri = link.Url ?? "";
        return new(PlainText.Read(link), Uri.IsWellFormedUriString(uri, UriKind.Absolute) ? uri : "");
    }

    // The blocks under each heading of a level; what comes before the first is under the empty name.
    private static Dictionary<string, List<Block>> Parts(IEnumerable<Block> blocks, int level)
    {
        var parts = new Dictionary<string, List<Block>>(StringComparer.Ordinal) { [""] = [] };
        string current = "";
        foreach (Block block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level == level)
                parts.TryAdd(current = PlainText.Read(heading.Inline), []);
            else
                parts[current].Add(block);
        }

        return parts;
    }
}
