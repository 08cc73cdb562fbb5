using System.Numerics;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Exporting;

/// <summary>Builds what is written: mappings and lists, without what is null.</summary>
internal static class ManifestNode
{
    /// <summary>A mapping in the order given; fields whose value is null are left out.</summary>
    public static YamlMapping Map(params ReadOnlySpan<(string Key, object? Value)> fields)
    {
        var entries = new List<KeyValuePair<YamlValue, YamlValue>>();
        foreach ((string key, object? value) in fields)
        {
            if (For(value) is { } node)
                entries.Add(new(new YamlString(key), node));
        }

        return new YamlMapping(entries);
    }

    /// <summary>The same; null where nothing is in it.</summary>
    public static YamlMapping? MapOrNull(params ReadOnlySpan<(string Key, object? Value)> fields) =>
        Map(fields) is { Entries.Count: > 0 } map ? map : null;

    /// <summary>A mapping of texts; null where nothing is in it.</summary>
    public static YamlMapping? Texts(IEnumerable<KeyValuePair<string, string>>? pairs) =>
        pairs is null ? null : MapOrNull([.. pairs.Select(p => (p.Key, (object?)p.Value))]);

    /// <summary>A list; null where nothing is in it.</summary>
    public static YamlSequence? List(IEnumerable<object>? items) =>
        items?.Select(i => For(i)!).ToArray() is { Length: > 0 } all ? new YamlSequence(all) : null;

    /// <summary>An empty mapping that is written all the same.</summary>
    public static YamlMapping Empty => new([]);

    private static YamlValue? For(object? value) => value switch
    {
        null => null,
        YamlValue node => node,
        string text => new YamlString(text),
        bool flag => new YamlBoolean(flag),
        int number => new YamlInteger(number),
        long number => new YamlInteger(number),
        BigInteger number => new YamlInteger(number),
        IEnumerable<string> texts => List(texts),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
    };
}
