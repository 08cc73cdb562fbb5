using Markdig;

namespace Mlem.Docker.Help.Markdown;

/// <summary>How pages are read: CommonMark with tables.</summary>
internal static class Pipelines
{
    public static MarkdownPipeline Pages { get; } = new MarkdownPipelineBuilder().UsePipeTables().Build();
}
