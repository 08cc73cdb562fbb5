namespace Mlem.Docker.Python.Yaml;

/// <summary>A node with its anchor and tag.</summary>
internal sealed partial class YamlComposer
{
    private enum NodeContext
    {
        Flow,
        Block,

        /// <summary>A key or value of a block mapping, where a list needs no indentation of its own.</summary>
        BlockOrIndentless,
    }

    private YamlValue ComposeNode(NodeContext context, int depth)
    {
        YamlMark start = Next.Start;
        bool keepsText = _keepsText;
        _keepsText = false;
        if (Next.Kind == YamlTokenKind.Alias) return ResolveAlias(depth);

        YamlToken? tag = null;
        string? anchor = null;
        if (Next.Kind is YamlTokenKind.Anchor or YamlTokenKind.Tag)
        {
            if (Next.Kind == YamlTokenKind.Tag) tag = scanner.Take();
            if (Next.Kind == YamlTokenKind.Anchor) anchor = scanner.Take().Text;
            if (tag is null && Next.Kind == YamlTokenKind.Tag) tag = scanner.Take();
        }

        string? tagName = tag is null ? null : ResolveTag(tag.Value);
        YamlTokenKind kind = Next.Kind;
        bool hasProperties = tag is not null || anchor is not null;
        YamlNodeKind? shape = kind switch
        {
            YamlTokenKind.BlockEntry when context == NodeContext.BlockOrIndentless => YamlNodeKind.Sequence,
            YamlTokenKind.Scalar => YamlNodeKind.Scalar,
            YamlTokenKind.FlowSequenceStart => YamlNodeKind.Sequence,
            YamlTokenKind.FlowMappingStart => YamlNodeKind.Mapping,
            YamlTokenKind.BlockSequenceStart when context != NodeContext.Flow => YamlNodeKind.Sequence,
            YamlTokenKind.BlockMappingStart when context != NodeContext.Flow => YamlNodeKind.Mapping,
            _ => hasProperties ? YamlNodeKind.Scalar : null,
        };
        if (shape is null) throw Unexpected("a value");
        if (anchor is not null && _anchors.TryGetValue(anchor, out YamlNode? first))
        {
            throw Invalid(start, Messages.FormatAnchorIsAlreadyUsedAtLine(anchor, first.Mark.Line));
        }

        Count(start, 1);
        return shape == YamlNodeKind.Scalar
            ? ComposeScalar(tagName, anchor, start, keepsText)
            : ComposeCollection(shape.Value, kind, tagName, anchor, start, depth + 1);
    }

    private YamlValue ComposeScalar(string? tagName, string? anchor, YamlMark start, bool keepsText)
    {
        // A tag or anchor alone stands before an omitted, hence plain, scalar.
        YamlToken token = Next.Kind == YamlTokenKind.Scalar
            ? scanner.Take()
            : new YamlToken(YamlTokenKind.Scalar, start, string.Empty, IsPlain: true);
        YamlTag tag = ResolveType(YamlNodeKind.Scalar, tagName, token.Text!, token.IsPlain);
        if (anchor is null && (!keepsText || tag == YamlTag.String)
            && YamlConstructor.TryCreate(tag, token.Text!, start) is { } value)
        {
            return value;
        }

        YamlNode node = CreateNode(YamlNodeKind.Scalar, tag, tagName, start, token.Text!);
        node.State = YamlNodeState.Read;
        if (anchor is not null) _anchors.Add(anchor, node);
        return node;
    }

    private YamlValue ComposeCollection(
        YamlNodeKind kind, YamlTokenKind token, string? tagName, string? anchor, YamlMark start, int depth)
    {
        CheckDepth(start, depth);
        int from = _items.Count;
        if (anchor is null && tagName is null or "!")
        {
            ComposeItems(token, depth);
            return TakeCollection(kind, from, start);
        }

        YamlNode node = CreateNode(kind, ResolveType(kind, tagName, string.Empty, isPlain: false), tagName, start);
        if (anchor is not null) _anchors.Add(anchor, node);
        long before = _nodes - 1;
        int deepest = _deepest;
        _deepest = depth;
        ComposeItems(token, depth);
        node.Height = _deepest - depth + 1;
        node.Size = _nodes - before;
        _deepest = Math.Max(deepest, _deepest);
        node.Children = TakeItems(from);
        node.State = YamlNodeState.Read;
        return node;
    }

    /// <summary>The collection of the items from a place on: as a value when all of them are values.</summary>
    private YamlValue TakeCollection(YamlNodeKind kind, int from, YamlMark start)
    {
        YamlValue[] items = TakeItems(from);
        bool isPending = false;
        for (int i = 0; i < items.Length; i++)
        {
            // A collection as a key is an error, told when the text has been read.
            bool isKey = kind == YamlNodeKind.Mapping && i % 2 == 0;
            isPending |= items[i] is YamlNode || (isKey && items[i] is YamlSequence or YamlMapping);
        }

        // A pair of !!omap may not hold a key twice, so such mappings stay nodes until it is known what they are.
        if (!isPending
            && YamlConstructor.Create(kind, items, start) is var value
            && !(value is YamlMapping mapping && mapping.Entries.Count < items.Length / 2))
        {
            return value;
        }

        YamlNode node = CreateNode(kind, ResolveType(kind, null, string.Empty, isPlain: false), null, start);
        node.Children = items;
        node.State = YamlNodeState.Read;
        return node;
    }

    private YamlValue[] TakeItems(int from)
    {
        YamlValue[] items = from == _items.Count ? [] : new YamlValue[_items.Count - from];
        _items.CopyTo(from, items, 0, items.Length);
        _items.RemoveRange(from, items.Length);
        return items;
    }

    private static YamlTag ResolveType(YamlNodeKind kind, string? tag, string text, bool isPlain)
    {
        if (tag is not (null or "!")) return YamlTagNames.Find(tag);

        // The tag "!" asks for the type that a plain scalar would have, even in quotes: so PyYAML reads it.
        return kind switch
        {
            YamlNodeKind.Sequence => YamlTag.Sequence,
            YamlNodeKind.Mapping => YamlTag.Mapping,
            _ => isPlain || tag is not null ? ImplicitTypes.Resolve(text) : YamlTag.String,
        };
    }

    private static YamlNode CreateNode(
        YamlNodeKind kind, YamlTag tag, string? tagName, YamlMark start, string text = "") => new(kind)
        {
            Tag = tag,
            Mark = start,
            Text = text,
            UnknownTag = tag == YamlTag.Unknown ? tagName ?? text : null,
        };

    private YamlNode ResolveAlias(int depth)
    {
        YamlToken token = scanner.Take();
        if (!_anchors.TryGetValue(token.Text!, out YamlNode? node))
        {
            throw Invalid(token.Start, Messages.FormatAliasHasNoAnchorBeforeIt(token.Text));
        }

        Count(token.Start, node.Size);
        CheckDepth(token.Start, depth + node.Height);
        return node;
    }

    private string ResolveTag(YamlToken tag)
    {
        if (tag.Handle is null) return tag.Text!;
        return _tagPrefixes.TryGetValue(tag.Handle, out string? prefix)
            ? prefix + tag.Text
            : throw Invalid(tag.Start, Messages.FormatTagHandleIsNotDeclaredBy(tag.Handle));
    }
}
