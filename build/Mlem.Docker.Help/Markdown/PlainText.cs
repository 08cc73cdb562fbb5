using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Mlem.Docker.Help.Markdown;

/// <summary>Markdown as a console shows it: the words, without marks.</summary>
internal static class PlainText
{
    public static string Read(Block block) => block switch
    {
        ListBlock list => string.Join("\n", list.OfType<ListItemBlock>().Select(item => Bullet(list, item) + Joined(item))),
        LeafBlock { Inline: { } inline } => Read(inline),
        CodeBlock code => code.Lines.ToString(),
        ContainerBlock container => Joined(container),
        _ => "",
    };

    public static string Read(Inline? inline) => inline switch
    {
        null => "",
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        AutolinkInline link => link.Url,
        ContainerInline container => string.Concat(container.Select(Read)),
        _ => "",
    };

    /// <summary>What stands before an item: its number or a dash.</summary>
    public static string Bullet(ListBlock list, ListItemBlock item) => list.IsOrdered ? $"{item.Order}. " : "- ";

    private static string Joined(ContainerBlock container) => string.Join("\n", container.Select(Read));
}
