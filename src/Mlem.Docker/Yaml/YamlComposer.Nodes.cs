namespace Mlem.Docker.Yaml;

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

    private YamlNode ComposeNode(NodeContext context, int depth)
    {
        YamlMark start = Next.Start;
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
            throw Invalid(start, $"the anchor '{anchor}' is already used at line {first.Start.Line}");
        }

        Count(start, 1);
        if (shape == YamlNodeKind.Scalar) return ComposeScalar(tagName, anchor, start);
        YamlNode node = CreateNode(shape.Value, tagName, start, string.Empty, isPlain: false);
        if (anchor is not null) _anchors.Add(anchor, node);
        CheckDepth(start, depth + 1);
        ComposeChildren(node, kind, depth + 1);
        return node;
    }

    private YamlNode ComposeScalar(string? tagName, string? anchor, YamlMark start)
    {
        // A tag or anchor alone stands before an omitted, hence plain, scalar.
        YamlToken token = Next.Kind == YamlTokenKind.Scalar
            ? scanner.Take()
            : new YamlToken(YamlTokenKind.Scalar, start, string.Empty, IsPlain: true);
        YamlNode node = CreateNode(YamlNodeKind.Scalar, tagName, start, token.Text!, token.IsPlain);
        if (anchor is not null) _anchors.Add(anchor, node);
        return node;
    }

    private static YamlNode CreateNode(YamlNodeKind kind, string? tag, YamlMark start, string text, bool isPlain)
    {
        // The tag "!" asks for the type that a plain scalar would have, even in quotes: so PyYAML reads it.
        YamlTag type = tag is null or "!"
            ? kind switch
            {
                YamlNodeKind.Sequence => YamlTag.Sequence,
                YamlNodeKind.Mapping => YamlTag.Mapping,
                _ => isPlain || tag is not null ? ImplicitTypes.Resolve(text) : YamlTag.String,
            }
            : YamlTagNames.Find(tag);
        return kind == YamlNodeKind.Scalar
            ? new(kind, type, start) { Text = text, UnknownTag = type == YamlTag.Unknown ? tag : null }
            : new(kind, type, start)
            {
                Children = [],
                UnknownTag = type == YamlTag.Unknown ? tag : null,
                State = YamlNodeState.Open,
            };
    }

    private YamlNode ResolveAlias(int depth)
    {
        YamlToken token = scanner.Take();
        if (!_anchors.TryGetValue(token.Text!, out YamlNode? node))
        {
            throw Invalid(token.Start, $"the alias '*{token.Text}' has no anchor '&{token.Text}' before it");
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
            : throw Invalid(tag.Start, $"the tag handle '{tag.Handle}' is not declared by a %TAG directive");
    }
}
