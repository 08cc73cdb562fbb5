namespace Mlem.Docker.Yaml;

/// <summary>Lists and mappings, in block and in flow form.</summary>
internal sealed partial class YamlComposer
{
    private void ComposeChildren(YamlNode node, YamlTokenKind kind, int depth)
    {
        switch (kind)
        {
            case YamlTokenKind.FlowSequenceStart: ComposeFlowSequence(node, depth); break;
            case YamlTokenKind.FlowMappingStart: ComposeFlowMapping(node, depth); break;
            case YamlTokenKind.BlockMappingStart: ComposeBlockMapping(node, depth); break;
            case YamlTokenKind.BlockSequenceStart: ComposeBlockSequence(node, depth); break;
            default: ComposeIndentlessSequence(node, depth); break;
        }

        Close(node);
    }

    private static void Close(YamlNode node)
    {
        short height = 0;
        long size = 1;
        foreach (YamlNode child in node.Children)
        {
            height = Math.Max(height, child.Height);
            size += child.Size;
        }

        node.Height = (short)(height + 1);
        node.Size = size;
        node.State = YamlNodeState.Read;
    }

    private void ComposeBlockSequence(YamlNode node, int depth)
    {
        scanner.Take();
        while (Next.Kind == YamlTokenKind.BlockEntry)
        {
            YamlMark end = scanner.Take().End;
            node.Children.Add(Next.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.BlockEnd
                ? Omitted(end)
                : ComposeNode(NodeContext.Block, depth));
        }

        if (Next.Kind != YamlTokenKind.BlockEnd) throw Unexpected("the next list entry '-' or the end of the list");
        scanner.Take();
    }

    private void ComposeIndentlessSequence(YamlNode node, int depth)
    {
        while (Next.Kind == YamlTokenKind.BlockEntry)
        {
            YamlMark end = scanner.Take().End;
            node.Children.Add(
                Next.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
                ? Omitted(end)
                : ComposeNode(NodeContext.Block, depth));
        }
    }

    private void ComposeBlockMapping(YamlNode node, int depth)
    {
        scanner.Take();
        while (Next.Kind == YamlTokenKind.Key)
        {
            node.Children.Add(ComposeBlockPart(depth));
            node.Children.Add(Next.Kind == YamlTokenKind.Value
                ? ComposeBlockPart(depth)
                : Omitted(Next.Start));
        }

        if (Next.Kind != YamlTokenKind.BlockEnd) throw Unexpected("the next key or the end of the mapping");
        scanner.Take();
    }

    private YamlNode ComposeBlockPart(int depth)
    {
        YamlMark end = scanner.Take().End;
        return Next.Kind is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
            ? Omitted(end)
            : ComposeNode(NodeContext.BlockOrIndentless, depth);
    }

    private void ComposeFlowSequence(YamlNode node, int depth)
    {
        scanner.Take();
        for (bool isFirst = true; Next.Kind != YamlTokenKind.FlowSequenceEnd; isFirst = false)
        {
            if (!isFirst)
            {
                if (Next.Kind != YamlTokenKind.FlowEntry) throw Unexpected("',' or ']'");
                scanner.Take();
                if (Next.Kind == YamlTokenKind.FlowSequenceEnd) break;
            }

            node.Children.Add(Next.Kind == YamlTokenKind.Key
                ? ComposeSinglePair(depth + 1)
                : ComposeNode(NodeContext.Flow, depth));
        }

        scanner.Take();
    }

    /// <summary><c>[a: 1]</c>: a mapping of one pair, without braces.</summary>
    private YamlNode ComposeSinglePair(int depth)
    {
        YamlMark start = Next.Start;
        Count(start, 1);
        CheckDepth(start, depth);
        YamlNode node = CreateNode(YamlNodeKind.Mapping, null, start, string.Empty, isPlain: false);
        node.Children.Add(ComposeFlowPart(YamlTokenKind.FlowSequenceEnd, depth));
        node.Children.Add(Next.Kind == YamlTokenKind.Value
            ? ComposeFlowPart(YamlTokenKind.FlowSequenceEnd, depth)
            : Omitted(Next.Start));
        Close(node);
        return node;
    }

    private void ComposeFlowMapping(YamlNode node, int depth)
    {
        scanner.Take();
        for (bool isFirst = true; Next.Kind != YamlTokenKind.FlowMappingEnd; isFirst = false)
        {
            if (!isFirst)
            {
                if (Next.Kind != YamlTokenKind.FlowEntry) throw Unexpected("',' or '}'");
                scanner.Take();
                if (Next.Kind == YamlTokenKind.FlowMappingEnd) break;
            }

            if (Next.Kind != YamlTokenKind.Key)
            {
                node.Children.Add(ComposeNode(NodeContext.Flow, depth));
                node.Children.Add(Omitted(Next.Start));
                continue;
            }

            node.Children.Add(ComposeFlowPart(YamlTokenKind.FlowMappingEnd, depth));
            node.Children.Add(Next.Kind == YamlTokenKind.Value
                ? ComposeFlowPart(YamlTokenKind.FlowMappingEnd, depth)
                : Omitted(Next.Start));
        }

        scanner.Take();
    }

    /// <summary>The node after '?' or ':' (taken here), or nothing before what ends it.</summary>
    private YamlNode ComposeFlowPart(YamlTokenKind closing, int depth)
    {
        YamlToken token = scanner.Take();
        YamlTokenKind next = Next.Kind;
        return next == closing || next == YamlTokenKind.FlowEntry
            || (token.Kind == YamlTokenKind.Key && next == YamlTokenKind.Value)
            ? Omitted(token.End)
            : ComposeNode(NodeContext.Flow, depth);
    }
}
