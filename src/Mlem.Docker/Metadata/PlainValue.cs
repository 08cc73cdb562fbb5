using System.Collections.Specialized;
using System.Numerics;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>Turns values as YAML holds them into the plain .NET values that people and PowerShell work with.</summary>
internal static class PlainValue
{
    public static object? From(YamlValue value) => value switch
    {
        YamlNull => null,
        YamlBoolean b => b.Value,
        YamlInteger i => OfInteger(i.Value),
        YamlFloat f => f.Value,
        YamlString s => s.Value,
        YamlSequence s => s.Items.Select(From).ToArray(),
        YamlMapping m => OfMapping(m),
        _ => value.ToString(),
    };

    // Each branch as an object: C# would else make all of them a BigInteger.
    private static object OfInteger(BigInteger value) =>
        value >= int.MinValue && value <= int.MaxValue ? (object)(int)value
        : value >= long.MinValue && value <= long.MaxValue ? (object)(long)value
        : value;

    private static OrderedDictionary OfMapping(YamlMapping mapping)
    {
        var result = new OrderedDictionary();
        foreach ((YamlValue key, YamlValue value) in mapping.Entries)
            result[From(key) ?? "null"] = From(value);
        return result;
    }
}
