using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Yaml;

/// <summary>When Python's <c>dict</c> takes two keys for one: <c>1</c>, <c>1.0</c> and <c>True</c> are the same key.</summary>
public sealed class PythonKeyComparer : IEqualityComparer<YamlValue>
{
    /// <summary>The one instance.</summary>
    public static PythonKeyComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(YamlValue? x, YamlValue? y) => (x, y) switch
    {
        (YamlString a, YamlString b) => a.Value == b.Value,
        (YamlSequence a, YamlSequence b) => a.Items.SequenceEqual(b.Items, this),
        _ when YamlNumber.From(x) is { } a && YamlNumber.From(y) is { } b => YamlNumber.Compare(a, b) == 0,
        _ => x is null ? y is null : x.Equals(y),
    };

    /// <inheritdoc/>
    public int GetHashCode(YamlValue value) => value switch
    {
        YamlString text => text.Value.GetHashCode(StringComparison.Ordinal),
        _ when YamlNumber.From(value) is { } number => PythonNumber.Hash(number),
        _ => value.GetHashCode(),
    };
}
