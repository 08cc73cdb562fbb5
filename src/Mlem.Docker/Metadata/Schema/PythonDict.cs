using System.Diagnostics.CodeAnalysis;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>
/// Python's <c>dict(value)</c>, with which pydantic 1 takes a list of pairs (and anything empty) where a mapping should be.
/// </summary>
internal static class PythonDict
{
    public static bool TryMake(YamlValue value, [NotNullWhen(true)] out YamlMapping? mapping)
    {
        mapping = value switch
        {
            YamlMapping given => given,
            YamlSequence pairs => OfPairs(pairs.Items, value.Mark),
            YamlSet pairs => OfPairs(pairs.Items, value.Mark),
            YamlString { Value.Length: 0 } or YamlBinary { Value.Length: 0 } => new YamlMapping([]) { Mark = value.Mark },
            _ => null,
        };
        return mapping is not null;
    }

    private static YamlMapping? OfPairs(IReadOnlyList<YamlValue> pairs, YamlMark mark)
    {
        var entries = new List<KeyValuePair<YamlValue, YamlValue>>(pairs.Count);
        foreach (YamlValue pair in pairs)
        {
            if (Parts(pair) is not [var key, var item] || key is YamlSequence or YamlMapping or YamlSet)
                return null;
            entries.Add(new(key, item));
        }

        return new YamlMapping(Unique(entries)) { Mark = mark };
    }

    /// <summary>Each key once: one that comes again keeps its first place and takes the last value.</summary>
    public static List<KeyValuePair<YamlValue, YamlValue>> Unique(IEnumerable<KeyValuePair<YamlValue, YamlValue>> entries)
    {
        var places = new Dictionary<YamlValue, int>(PythonKeyComparer.Instance);
        var unique = new List<KeyValuePair<YamlValue, YamlValue>>();
        foreach ((YamlValue key, YamlValue item) in entries)
        {
            if (places.TryAdd(key, unique.Count))
                unique.Add(new(key, item));
            else
                unique[places[key]] = new(unique[places[key]].Key, item);
        }

        return unique;
    }

    /// <summary>What iterating over a value gives; null where Python cannot.</summary>
    private static IReadOnlyList<YamlValue>? Parts(YamlValue value) => value switch
    {
        YamlSequence list => list.Items,
        YamlSet set => set.Items,
        YamlMapping mapping => [.. mapping.Entries.Select(e => e.Key)],
        YamlString text => [.. text.Value.EnumerateRunes().Select(r => new YamlString(r.ToString()) { Mark = value.Mark })],
        YamlBinary bytes => [.. bytes.Value.ToArray().Select(b => new YamlInteger(b) { Mark = value.Mark })],
        _ => null,
    };
}
