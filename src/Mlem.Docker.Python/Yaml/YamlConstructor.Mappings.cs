namespace Mlem.Docker.Python.Yaml;

/// <summary>Mappings: merge keys, keys that cannot be keys, and keys that stand twice.</summary>
internal sealed partial class YamlConstructor
{
    // Up to here, comparing with every earlier key costs less than a table.
    private const int FewKeys = 8;

    /// <summary>Keys and values in turn as entries; of equal keys the last value counts, at the first one's place.</summary>
    private static KeyValuePair<YamlValue, YamlValue>[] CreateEntries(YamlValue[] pairs)
    {
        KeyValuePair<YamlValue, YamlValue>[] entries = new KeyValuePair<YamlValue, YamlValue>[pairs.Length / 2];
        Dictionary<YamlValue, int>? table =
            entries.Length > FewKeys ? new(entries.Length, PythonKeyComparer.Instance) : null;
        int count = 0;
        for (int i = 0; i < pairs.Length; i += 2)
        {
            int earlier = Find(entries.AsSpan(0, count), table, pairs[i]);
            if (earlier >= 0) entries[earlier] = new(entries[earlier].Key, pairs[i + 1]);
            else entries[count++] = new(pairs[i], pairs[i + 1]);
        }

        return count == entries.Length ? entries : entries[..count];
    }

    /// <summary>The place of an equal key, or -1; then the table has it at the next place.</summary>
    private static int Find(
        ReadOnlySpan<KeyValuePair<YamlValue, YamlValue>> entries, Dictionary<YamlValue, int>? table, YamlValue key)
    {
        if (table is not null) return table.TryAdd(key, entries.Length) ? -1 : table[key];
        for (int i = 0; i < entries.Length; i++)
        {
            if (PythonKeyComparer.Instance.Equals(entries[i].Key, key)) return i;
        }

        return -1;
    }

    private YamlValue[] Pairs(YamlNode node)
    {
        Require(node, YamlNodeKind.Mapping, "a mapping");
        Flatten(node);
        YamlValue[] pairs = new YamlValue[node.Children.Count];
        for (int i = 0; i < pairs.Length; i++)
        {
            YamlValue part = node.Children[i];
            pairs[i] = Construct(part);
            if (i % 2 == 0 && pairs[i] is YamlSequence or YamlMapping or YamlSet)
            {
                throw Invalid(part.Mark, Messages.FormatCannotBeKeyOfMapping(Describe(YamlNode.KindOf(part))));
            }
        }

        return pairs;
    }

    /// <summary>Puts what <c>&lt;&lt;</c> names in front of a mapping's own pairs; '=' becomes an ordinary key.</summary>
    private void Flatten(YamlNode node)
    {
        bool isPlain = true;
        for (int i = 0; i < node.Children.Count; i += 2)
        {
            if (node.Children[i] is not YamlNode key) continue;
            if (key.Tag == YamlTag.DefaultValue) key.Tag = YamlTag.String;
            isPlain &= key.Tag != YamlTag.Merge;
        }

        if (isPlain) return;
        List<YamlValue> merged = [];
        List<YamlValue> own = [];
        IReadOnlyList<YamlValue> all = node.Children;
        node.Children = own;
        for (int i = 0; i < all.Count; i += 2)
        {
            if (all[i] is YamlNode { Tag: YamlTag.Merge }) Merge(node, all[i + 1], merged);
            else own.AddRange([all[i], all[i + 1]]);
        }

        merged.AddRange(own);
        node.Children = merged;
    }

    private void Merge(YamlNode target, YamlValue value, List<YamlValue> merged)
    {
        IEnumerable<YamlValue> sources = value switch
        {
            // The first of the list wins, so it comes last.
            YamlNode { Kind: YamlNodeKind.Sequence } list => list.Children.Reverse(),
            YamlSequence list => list.Items.Reverse(),
            _ when YamlNode.KindOf(value) == YamlNodeKind.Mapping => [value],
            _ => throw Invalid(value.Mark, Messages.NeedsMappingOrListOfMappings),
        };
        foreach (YamlValue source in sources)
        {
            switch (source)
            {
                case YamlMapping mapping:
                    merged.AddRange(mapping.Entries.SelectMany(e => new[] { e.Key, e.Value }));
                    break;
                case YamlNode { Kind: YamlNodeKind.Mapping } node:
                    if (node == target) break;
                    Flatten(node);
                    merged.AddRange(node.Children);
                    break;
                default:
                    string what = Describe(YamlNode.KindOf(source));
                    throw Invalid(source.Mark, Messages.FormatNeedsListOfMappingsAndIs(what));
            }
        }
    }
}
