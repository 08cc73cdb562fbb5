using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Mlem.Docker.Help.Markdown;

namespace Mlem.Docker.Help.Output;

/// <summary>Writes an about topic: a page as text of 80 columns, in the form from which Get-Help takes name and synopsis.</summary>
internal static class TopicWriter
{
    private const string Indent = "    ";

    public static string Write(string topic, string file, HelpProblems problems)
    {
        MarkdownDocument page = Markdig.Markdown.Parse(File.ReadAllText(file), Pipelines.Pages);
        Block[] blocks = [.. page.Where(block => block is not HeadingBlock { Level: 1 })];
        if (page.FirstOrDefault() is not HeadingBlock { Level: 1 } || blocks.FirstOrDefault() is not ParagraphBlock opening)
        {
            problems.Add(file, 1, "A topic begins with a title and a paragraph.");
            return "";
        }

        // Get-Help shows the fifth line as the topic's synopsis.
        string title = PlainText.Read(((HeadingBlock)page[0]).Inline);
        var text = new StringBuilder()
            .Append("TOPIC\n").Append(Indent).Append(topic).Append("\n\nSHORT DESCRIPTION\n").Append(Indent).Append(title).Append("\n\n")
            .Append("LONG DESCRIPTION\n").AppendJoin('\n', TextLayout.Wrap(PlainText.Read(opening), Indent)).Append("\n\n");
        foreach (Block block in blocks.Skip(1))
            Append(text, block);
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Append(StringBuilder text, Block block)
    {
        IEnumerable<string> lines = block switch
        {
            HeadingBlock heading => [PlainText.Read(heading.Inline).ToUpperInvariant()],
            CodeBlock code => code.Lines.ToString().Split('\n').Select(line => Indent + Indent + line),
            Table table => TableLayout.Lines(table, Indent),
            ListBlock list => list.OfType<ListItemBlock>().SelectMany(item => TextLayout.Item(
                PlainText.Bullet(list, item), string.Join(" ", item.Select(PlainText.Read)), Indent)),
            _ => TextLayout.Wrap(PlainText.Read(block), Indent),
        };
        text.AppendJoin('\n', lines.Select(line => line.TrimEnd())).Append('\n');
        if (block is not HeadingBlock)
            text.Append('\n');
    }
}
