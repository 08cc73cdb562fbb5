namespace Mlem.Docker.Yaml;

/// <summary>Mappings: merge keys, keys that cannot be keys, and keys that stand twice.</summary>
internal sealed partial class YamlConstructor
{
    // Up to here, comparing with every earlier key costs less than a table.
    private const int FewKeys = 8;

    private List<KeyValuePair<YamlValue, YamlValue>> Entries(YamlNode node)
    {
        Require(node, YamlNodeKind.Mapping, "a mapping");
        Flatten(node);
        int count = node.Children.Count / 2;
        List<KeyValuePair<YamlValue, YamlValue>> entries = new(count);
        Dictionary<YamlValue, int>? table = count > FewKeys ? new(count, PythonKeyComparer.Instance) : null;
        for (int i = 0; i < node.Children.Count; i += 2)
        {
            YamlNode keyNode = node.Children[i];
            YamlValue key = Construct(keyNode);
            if (key is YamlSequence or YamlMapping or YamlSet)
            {
                throw Invalid(keyNode.Start, $"{Describe(keyNode.Kind)} cannot be the key of a mapping");
            }

            YamlValue value = Construct(node.Children[i + 1]);
            int earlier = Find(entries, table, key);
            if (earlier >= 0) entries[earlier] = new(entries[earlier].Key, value);
            else entries.Add(new(key, value));
        }

        return entries;
    }

    /// <summary>The place of an equal key, or -1; then the table has it at the next place.</summary>
    private static int Find(
        List<KeyValuePair<YamlValue, YamlValue>> entries, Dictionary<YamlValue, int>? table, YamlValue key)
    {
        if (table is not null) return table.TryAdd(key, entries.Count) ? -1 : table[key];
        for (int i = 0; i < entries.Count; i++)
        {
            if (PythonKeyComparer.Instance.Equals(entries[i].Key, key)) return i;
        }

        return -1;
    }

    /// <summary>Puts what <c>&lt;&lt;</c> names in front of a mapping's own pairs; '=' becomes an ordinary key.</summary>
    private void Flatten(YamlNode node)
    {
        bool isPlain = true;
        for (int i = 0; i < node.Children.Count; i += 2)
        {
            if (node.Children[i].Tag == YamlTag.DefaultValue) node.Children[i].Tag = YamlTag.String;
            isPlain &= node.Children[i].Tag != YamlTag.Merge;
        }

        if (isPlain) return;
        List<YamlNode> merged = [];
        List<YamlNode> own = [];
        List<YamlNode> all = node.Children;
        node.Children = own;
        for (int i = 0; i < all.Count; i += 2)
        {
            if (all[i].Tag == YamlTag.Merge) Merge(node, all[i + 1], merged);
            else own.AddRange([all[i], all[i + 1]]);
        }

        merged.AddRange(own);
        node.Children = merged;
    }

    private void Merge(YamlNode target, YamlNode value, List<YamlNode> merged)
    {
        IEnumerable<YamlNode> sources = value.Kind switch
        {
            YamlNodeKind.Mapping => [value],

            // The first of the list wins, so it comes last.
            YamlNodeKind.Sequence => value.Children.AsEnumerable().Reverse(),
            _ => throw Invalid(value.Start, "'<<' needs a mapping or a list of mappings, not a single value"),
        };
        foreach (YamlNode child in sources)
        {
            if (child.Kind != YamlNodeKind.Mapping)
            {
                throw Invalid(child.Start, $"'<<' needs a list of mappings, and {Describe(child.Kind)} is none");
            }

            if (child == target) continue;
            Flatten(child);
            merged.AddRange(child.Children);
        }
    }
}
