namespace Mlem.Docker.Python.Yaml;

/// <summary>Lists and mappings, in block and in flow form.</summary>
internal sealed partial class YamlComposer
{
    private void ComposeItems(YamlTokenKind kind, int depth)
    {
        switch (kind)
        {
            case YamlTokenKind.FlowSequenceStart: ComposeFlowSequence(depth); break;
            case YamlTokenKind.FlowMappingStart: ComposeFlowMapping(depth); break;
            case YamlTokenKind.BlockMappingStart: ComposeBlockMapping(depth); break;
            case YamlTokenKind.BlockSequenceStart: ComposeBlockSequence(depth); break;
            default: ComposeIndentlessSequence(depth); break;
        }
    }

    private void ComposeBlockSequence(int depth)
    {
        scanner.Take();
        while (Next.Kind == YamlTokenKind.BlockEntry)
        {
            YamlMark end = scanner.Take().End;
            _items.Add(Next.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.BlockEnd
                ? Omitted(end)
                : ComposeNode(NodeContext.Block, depth));
        }

        if (Next.Kind != YamlTokenKind.BlockEnd) throw Unexpected(Messages.NextListEntryOrEndOf);
        scanner.Take();
    }

    private void ComposeIndentlessSequence(int depth)
    {
        while (Next.Kind == YamlTokenKind.BlockEntry)
        {
            YamlMark end = scanner.Take().End;
            _items.Add(
                Next.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
                ? Omitted(end)
                : ComposeNode(NodeContext.Block, depth));
        }
    }

    private void ComposeBlockMapping(int depth)
    {
        scanner.Take();
        while (Next.Kind == YamlTokenKind.Key)
        {
            AddKey(ComposeBlockPart(depth));
            _items.Add(Next.Kind == YamlTokenKind.Value
                ? ComposeBlockPart(depth)
                : Omitted(Next.Start));
        }

        if (Next.Kind != YamlTokenKind.BlockEnd) throw Unexpected(Messages.NextKeyOrEndOfMapping);
        scanner.Take();
    }

    private YamlValue ComposeBlockPart(int depth)
    {
        YamlMark end = scanner.Take().End;
        return Next.Kind is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
            ? Omitted(end)
            : ComposeNode(NodeContext.BlockOrIndentless, depth);
    }

    private void ComposeFlowSequence(int depth)
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

            _items.Add(Next.Kind == YamlTokenKind.Key
                ? ComposeSinglePair(depth + 1)
                : ComposeNode(NodeContext.Flow, depth));
        }

        scanner.Take();
    }

    /// <summary><c>[a: 1]</c>: a mapping of one pair, without braces.</summary>
    private YamlValue ComposeSinglePair(int depth)
    {
        YamlMark start = Next.Start;
        Count(start, 1);
        CheckDepth(start, depth);
        int from = _items.Count;
        AddKey(ComposeFlowPart(YamlTokenKind.FlowSequenceEnd, depth));
        _items.Add(Next.Kind == YamlTokenKind.Value
            ? ComposeFlowPart(YamlTokenKind.FlowSequenceEnd, depth)
            : Omitted(Next.Start));
        return TakeCollection(YamlNodeKind.Mapping, from, start);
    }

    private void ComposeFlowMapping(int depth)
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
                AddKey(ComposeNode(NodeContext.Flow, depth));
                _items.Add(Omitted(Next.Start));
                continue;
            }

            AddKey(ComposeFlowPart(YamlTokenKind.FlowMappingEnd, depth));
            _items.Add(Next.Kind == YamlTokenKind.Value
                ? ComposeFlowPart(YamlTokenKind.FlowMappingEnd, depth)
                : Omitted(Next.Start));
        }

        scanner.Take();
    }

    /// <summary>The node after '?' or ':' (taken here), or nothing before what ends it.</summary>
    private YamlValue ComposeFlowPart(YamlTokenKind closing, int depth)
    {
        YamlToken token = scanner.Take();
        YamlTokenKind next = Next.Kind;
        return next == closing || next == YamlTokenKind.FlowEntry
            || (token.Kind == YamlTokenKind.Key && next == YamlTokenKind.Value)
            ? Omitted(token.End)
            : ComposeNode(NodeContext.Flow, depth);
    }

    private void AddKey(YamlValue key)
    {
        _items.Add(key);
        _keepsText = key is YamlNode { Tag: YamlTag.DefaultValue };
    }
}
