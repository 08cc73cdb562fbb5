using YamlDotNet.Core.Events;

namespace Mlem.Docker.Python.Yaml;

/// <summary>
/// Makes the value of one document from the parser's events. What it gives are values, and nodes where a value cannot be
/// made yet. The recursion is bounded by <see cref="YamlLimits.MaxDepth"/>.
/// </summary>
internal sealed class YamlComposer(string text, string? source, YamlLimits limits)
{
    private readonly YamlEvents _events = new(text, source);
    private readonly YamlBudget _budget = new(source, limits);
    private readonly Dictionary<string, YamlNode> _anchors = [];
    private readonly TextPool _texts = new();

    // The items of all collections that are open, the innermost last.
    private readonly List<YamlValue> _items = [];

    // Whether the next node is what the key '=' stands for: then its text counts, whatever its type.
    private bool _keepsText;

    // Whether the innermost collection stands in brackets or braces.
    private bool _isInFlow;

    /// <summary>The only document of the text, as a value, or null when there is none.</summary>
    public YamlValue? ReadSingle()
    {
        YamlValue? root = null;
        _events.Take();
        if (_events.Next is DocumentStart)
        {
            _events.Take();
            root = Compose(depth: 0);
            _events.Take();
        }

        ParsingEvent end = _events.Next;
        if (end is not StreamEnd) throw Invalid(YamlEvents.MarkOf(end.Start, text), Messages.SecondDocumentBeginsHereAndOnly);

        // After '...' the parser may end where there is more.
        if (end.Start.Index < text.Length) throw Invalid(YamlEvents.MarkOf(end.Start, text), Messages.TextGoesOnAfterItsEnd);
        return root is null ? null : new YamlConstructor(source).Construct(root);
    }

    private YamlValue Compose(int depth)
    {
        bool keepsText = _keepsText;
        _keepsText = false;
        ParsingEvent next = _events.Take();
        YamlMark mark = YamlEvents.MarkOf(next.Start, text);
        if (next is AnchorAlias alias) return Resolve(alias.Value.Value, mark, depth);
        if (next is not NodeEvent node) throw Invalid(mark, Messages.ValueIsExpected);
        string? anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
        if (anchor is not null) YamlDifferences.CheckName(anchor, mark, source);
        if (anchor is not null && _anchors.TryGetValue(anchor, out YamlNode? first))
        {
            throw Invalid(mark, Messages.FormatAnchorIsAlreadyUsedAtLine(anchor, first.Mark.Line));
        }

        string? tag = node.Tag.IsEmpty ? null : node.Tag.Value;
        _budget.Count(mark, 1);
        if (node is Scalar scalar) return ComposeScalar(scalar, anchor, tag, mark, depth, keepsText);

        YamlNodeKind kind = node is SequenceStart ? YamlNodeKind.Sequence : YamlNodeKind.Mapping;
        bool isInFlow = _isInFlow;
        _isInFlow = node is SequenceStart { Style: SequenceStyle.Flow } or MappingStart { Style: MappingStyle.Flow };

        // A mapping of one pair in brackets, [a: 1], has no place of its own.
        if (depth > 0 && next.Start.Index == 0) mark = YamlEvents.MarkOf(_events.Next.Start, text);
        YamlValue collection = ComposeCollection(kind, anchor, tag, mark, depth + 1);
        _isInFlow = isInFlow;
        return collection;
    }

    private YamlValue ComposeScalar(Scalar scalar, string? anchor, string? tag, YamlMark mark, int depth, bool keepsText)
    {
        YamlDifferences.Check(scalar, text, _isInFlow, depth, source);
        bool isPlain = scalar.Style == YamlDotNet.Core.ScalarStyle.Plain;
        _budget.CountText(mark, scalar.Value.Length);
        string value = _texts.Get(isPlain ? YamlStars.Show(scalar.Value) : scalar.Value);
        YamlTag type = ResolveType(YamlNodeKind.Scalar, tag, value, isPlain);
        if (anchor is null
            && (!keepsText || type == YamlTag.String)
            && YamlConstructor.TryCreate(type, value, mark) is { } made)
        {
            return made;
        }

        YamlNode node = CreateNode(YamlNodeKind.Scalar, type, tag, mark, value);
        node.State = YamlNodeState.Read;
        node.Characters = value.Length;
        if (anchor is not null) _anchors.Add(anchor, node);
        return node;
    }

    private YamlValue ComposeCollection(YamlNodeKind kind, string? anchor, string? tag, YamlMark mark, int depth)
    {
        _budget.CheckDepth(mark, depth);
        int from = _items.Count;
        if (anchor is null && tag is null or "!")
        {
            ComposeItems(kind, depth);
            return TakeCollection(kind, from, mark);
        }

        YamlNode node = CreateNode(kind, ResolveType(kind, tag, string.Empty, isPlain: false), tag, mark);
        if (anchor is not null) _anchors.Add(anchor, node);
        long before = _budget.Nodes - 1;
        long textBefore = _budget.Characters;
        int deepest = _budget.Deepest;
        _budget.Deepest = depth;
        ComposeItems(kind, depth);
        node.Height = _budget.Deepest - depth + 1;
        node.Size = _budget.Nodes - before;
        node.Characters = _budget.Characters - textBefore;
        _budget.Deepest = Math.Max(deepest, _budget.Deepest);
        node.Children = TakeItems(from);
        node.State = YamlNodeState.Read;
        return node;
    }

    private void ComposeItems(YamlNodeKind kind, int depth)
    {
        while (_events.Next is not (SequenceEnd or MappingEnd))
        {
            YamlValue item = Compose(depth);
            _items.Add(item);
            if (kind == YamlNodeKind.Sequence) continue;
            if (_events.Next is MappingEnd) throw Invalid(item.Mark, Messages.NextKeyIsExpected);
            _keepsText = item is YamlNode { Tag: YamlTag.DefaultValue };
            _items.Add(Compose(depth));
        }

        _events.Take();
    }

    /// <summary>The collection of the items from a place on: as a value when all of them are values.</summary>
    private YamlValue TakeCollection(YamlNodeKind kind, int from, YamlMark mark)
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
            && YamlConstructor.Create(kind, items, mark) is var value
            && !(value is YamlMapping mapping && mapping.Entries.Count < items.Length / 2))
        {
            return value;
        }

        YamlNode node = CreateNode(kind, ResolveType(kind, null, string.Empty, isPlain: false), null, mark);
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

    private YamlNode Resolve(string anchor, YamlMark mark, int depth)
    {
        YamlDifferences.CheckName(anchor, mark, source);
        if (!_anchors.TryGetValue(anchor, out YamlNode? node)) throw Invalid(mark, Messages.FormatAliasHasNoAnchorBeforeIt(anchor));
        _budget.Count(mark, node.Size);
        _budget.CountText(mark, node.Characters);
        _budget.CheckDepth(mark, depth + node.Height);
        return node;
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
        YamlNodeKind kind, YamlTag tag, string? tagName, YamlMark mark, string text = "") => new(kind)
        {
            Tag = tag,
            Mark = mark,
            Text = text,
            UnknownTag = tag == YamlTag.Unknown ? tagName ?? text : null,
        };

    private YamlException Invalid(YamlMark mark, string reason) => YamlException.Invalid(source, mark, reason);
}
