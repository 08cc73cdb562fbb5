namespace Mlem.Docker.Python.Yaml;

/// <summary>Makes the values of nodes, as PyYAML's safe constructor does.</summary>
internal sealed partial class YamlConstructor(string? source)
{
    /// <summary>The value of a node; the same value for every alias to it.</summary>
    public YamlValue Construct(YamlValue part)
    {
        if (part is not YamlNode node) return part;
        if (node.Value is { } known) return known;
        if (node.State != YamlNodeState.Read)
        {
            throw Invalid(node.Mark, Messages.ThisValueContainsItselfThroughAlias);
        }

        node.State = YamlNodeState.Constructing;
        YamlValue value = Create(node);
        node.State = YamlNodeState.Read;
        node.Value = value;
        return value;
    }

    /// <summary>A scalar of a type that needs nothing but its text; null for other types and where the text is wrong.</summary>
    public static YamlValue? TryCreate(YamlTag tag, string text, YamlMark mark) => tag switch
    {
        YamlTag.String => new YamlString(text) { Mark = mark },
        YamlTag.Null => new YamlNull { Mark = mark },
        YamlTag.Boolean => ScalarParser.Boolean(text) is { } value ? new YamlBoolean(value) { Mark = mark } : null,
        YamlTag.Integer => ScalarParser.Integer(text) is { } value ? new YamlInteger(value) { Mark = mark } : null,
        YamlTag.Float => ScalarParser.Float(text) is { } value ? new YamlFloat(value) { Mark = mark } : null,
        YamlTag.Binary => Base64Parser.Parse(text) is { } value ? new YamlBinary(value) { Mark = mark } : null,
        YamlTag.Timestamp => TimestampParser.Parse(text, mark),
        _ => null,
    };

    /// <summary>A sequence of the items, or a mapping of the keys and values that they are in turn.</summary>
    public static YamlValue Create(YamlNodeKind kind, YamlValue[] items, YamlMark mark) => kind == YamlNodeKind.Sequence
        ? new YamlSequence(items) { Mark = mark }
        : new YamlMapping(CreateEntries(items)) { Mark = mark };

    private YamlValue Create(YamlNode node)
    {
        YamlMark mark = node.Mark;
        switch (node.Tag)
        {
            case YamlTag.Sequence: return Create(YamlNodeKind.Sequence, Items(node), mark);
            case YamlTag.Mapping: return Create(YamlNodeKind.Mapping, Pairs(node), mark);
            case YamlTag.Set: return new YamlSet([.. CreateEntries(Pairs(node)).Select(e => e.Key)]) { Mark = mark };
            case YamlTag.OrderedMap or YamlTag.Pairs: return new YamlSequence(PairItems(node)) { Mark = mark };
            case YamlTag.Unknown or YamlTag.Merge or YamlTag.DefaultValue: throw UnknownTag(node);
        }

        string text = ScalarText(node);
        return TryCreate(node.Tag, text, mark)
            ?? throw Invalid(mark, Messages.FormatTextIsNoTag(Shorten(text), Describe(node.Tag), Hint(node.Tag)));
    }

    private static string Hint(YamlTag tag) => tag == YamlTag.Timestamp ? Messages.ThatExists : string.Empty;

    private YamlValue[] Items(YamlNode node)
    {
        Require(node, YamlNodeKind.Sequence, "a list");
        YamlValue[] items = new YamlValue[node.Children.Count];
        for (int i = 0; i < items.Length; i++) items[i] = Construct(node.Children[i]);
        return items;
    }

    /// <summary>PyYAML makes a list of two-item tuples from <c>!!omap</c> and <c>!!pairs</c>; here they are lists.</summary>
    private YamlValue[] PairItems(YamlNode node)
    {
        Require(node, YamlNodeKind.Sequence, Messages.ListOfPairs);
        YamlValue[] items = new YamlValue[node.Children.Count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = node.Children[i] switch
            {
                YamlMapping { Entries: [{ } only] } pair => Pair(pair, only.Key, only.Value),
                YamlNode { Kind: YamlNodeKind.Mapping, Children.Count: 2 } pair =>
                    Pair(pair, Construct(pair.Children[0]), Construct(pair.Children[1])),
                YamlValue other => throw Invalid(other.Mark, Messages.PairIsMappingWithExactlyOne),
            };
        }

        return items;
    }

    private static YamlSequence Pair(YamlValue pair, YamlValue key, YamlValue value) =>
        new([key, value]) { Mark = pair.Mark };

    private string ScalarText(YamlNode node)
    {
        // A mapping with the key '=' can stand for the scalar under it.
        HashSet<YamlNode>? seen = null;
        YamlValue current = node;
        while (current is YamlNode { Kind: YamlNodeKind.Mapping } mapping)
        {
            int key = 0;
            while (key < mapping.Children.Count && mapping.Children[key] is not YamlNode { Tag: YamlTag.DefaultValue }) key += 2;
            if (key >= mapping.Children.Count || !(seen ??= []).Add(mapping)) break;
            current = mapping.Children[key + 1];
        }

        Require(current, YamlNodeKind.Scalar, Messages.ASingleValue);
        return current switch
        {
            YamlNode scalar => scalar.Text,
            YamlString text => text.Value,

            // Any other scalar would have stayed a node: this one was left out.
            _ => string.Empty,
        };
    }

    private void Require(YamlValue part, YamlNodeKind kind, string expected)
    {
        YamlNodeKind actual = YamlNode.KindOf(part);
        if (actual != kind) throw Invalid(part.Mark, Messages.FormatIsExpectedHereNotKind(expected, Describe(actual)));
    }

    private YamlException UnknownTag(YamlNode node) => Invalid(node.Mark, node.Tag switch
    {
        YamlTag.Merge => Messages.CanOnlyBeKeyOfMapping,
        YamlTag.DefaultValue => Messages.AloneIsNoValueQuoteIt,
        _ => Messages.FormatTagIsNotOneThatIs(Shorten(node.UnknownTag!)),
    });

    private YamlException Invalid(YamlMark mark, string reason) => YamlException.Invalid(source, mark, reason);

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";

    private static string Describe(YamlNodeKind kind) => kind switch
    {
        YamlNodeKind.Scalar => Messages.ASingleValue,
        YamlNodeKind.Sequence => "a list",
        _ => "a mapping",
    };

    private static string Describe(YamlTag tag) => tag switch
    {
        YamlTag.Boolean => Messages.TruthValueYesNoTrueFalse,
        YamlTag.Integer => Messages.WholeNumber,
        YamlTag.Float => "number",
        YamlTag.Timestamp => Messages.DateOrTime,
        _ => "base64 text",
    };
}
