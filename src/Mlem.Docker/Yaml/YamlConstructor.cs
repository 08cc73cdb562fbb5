namespace Mlem.Docker.Yaml;

/// <summary>Makes the values of nodes, as PyYAML's safe constructor does.</summary>
internal sealed partial class YamlConstructor(string? source)
{
    /// <summary>The value of a node; the same value for every alias to it.</summary>
    public YamlValue Construct(YamlNode node)
    {
        if (node.Value is { } known) return known;
        if (node.State != YamlNodeState.Read)
        {
            throw Invalid(node.Start, "this value contains itself through an alias; such values are not read");
        }

        node.State = YamlNodeState.Constructing;
        YamlValue value = Create(node);
        node.State = YamlNodeState.Read;
        node.Value = value;
        return value;
    }

    private YamlValue Create(YamlNode node)
    {
        YamlMark mark = node.Start;
        switch (node.Tag)
        {
            case YamlTag.String: return new YamlString(ScalarText(node)) { Mark = mark };
            case YamlTag.Sequence: return new YamlSequence(Items(node)) { Mark = mark };
            case YamlTag.Mapping: return new YamlMapping(Entries(node)) { Mark = mark };
            case YamlTag.Set: return new YamlSet(Entries(node).ConvertAll(e => e.Key)) { Mark = mark };
            case YamlTag.OrderedMap or YamlTag.Pairs: return new YamlSequence(PairItems(node)) { Mark = mark };
            case YamlTag.Unknown or YamlTag.Merge or YamlTag.DefaultValue: throw UnknownTag(node);
        }

        string text = ScalarText(node);
        try
        {
            YamlValue? value = node.Tag switch
            {
                YamlTag.Null => new YamlNull(),
                YamlTag.Boolean => ScalarParser.Boolean(text),
                YamlTag.Integer => ScalarParser.Integer(text),
                YamlTag.Float => ScalarParser.Float(text),
                YamlTag.Timestamp => TimestampParser.Parse(text),
                _ => Base64Parser.Parse(text),
            };
            if (value is not null) return value with { Mark = mark };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Invalid(mark, $"'{Shorten(text)}' has the form of a date or time, but there is no such date or time");
        }

        throw Invalid(mark, $"'{Shorten(text)}' is no {Describe(node.Tag)}");
    }

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
        Require(node, YamlNodeKind.Sequence, "a list of pairs");
        YamlValue[] items = new YamlValue[node.Children.Count];
        for (int i = 0; i < items.Length; i++)
        {
            YamlNode pair = node.Children[i];
            Require(pair, YamlNodeKind.Mapping, "a mapping with one key");
            if (pair.Children.Count != 2) throw Invalid(pair.Start, "a pair is a mapping with exactly one key");
            items[i] = new YamlSequence([Construct(pair.Children[0]), Construct(pair.Children[1])]) { Mark = pair.Start };
        }

        return items;
    }

    private string ScalarText(YamlNode node)
    {
        // A mapping with the key '=' can stand for the scalar under it.
        HashSet<YamlNode>? seen = null;
        while (node.Kind == YamlNodeKind.Mapping)
        {
            int key = 0;
            while (key < node.Children.Count && node.Children[key].Tag != YamlTag.DefaultValue) key += 2;
            if (key >= node.Children.Count || !(seen ??= []).Add(node)) break;
            node = node.Children[key + 1];
        }

        Require(node, YamlNodeKind.Scalar, "a single value");
        return node.Text;
    }

    private void Require(YamlNode node, YamlNodeKind kind, string expected)
    {
        if (node.Kind == kind) return;
        throw Invalid(node.Start, $"{expected} is expected here, not {Describe(node.Kind)}");
    }

    private MlemYamlException UnknownTag(YamlNode node) => Invalid(node.Start, node.Tag switch
    {
        YamlTag.Merge => "'<<' can only be the key of a mapping",
        YamlTag.DefaultValue => "'=' alone is no value; quote it",
        _ => $"the tag '{Shorten(node.UnknownTag!)}' is not one that is read",
    });

    private MlemYamlException Invalid(YamlMark mark, string reason) => MlemYamlException.Invalid(source, mark, reason);

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";

    private static string Describe(YamlNodeKind kind) => kind switch
    {
        YamlNodeKind.Scalar => "a single value",
        YamlNodeKind.Sequence => "a list",
        _ => "a mapping",
    };

    private static string Describe(YamlTag tag) => tag switch
    {
        YamlTag.Boolean => "truth value (yes, no, true, false, on, off)",
        YamlTag.Integer => "whole number",
        YamlTag.Float => "number",
        YamlTag.Timestamp => "date or time",
        _ => "base64 text",
    };
}
