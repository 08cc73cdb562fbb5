namespace Mlem.Docker.Python.Yaml;

/// <summary>Python's <c>list</c>.</summary>
/// <param name="Items">The items in order.</param>
public sealed record YamlSequence(IReadOnlyList<YamlValue> Items) : YamlValue
{
    /// <inheritdoc/>
    public bool Equals(YamlSequence? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Count;
}

/// <summary>Python's <c>dict</c>: keys are unique; the order is kept but does not count when comparing.</summary>
/// <param name="Entries">Key and value in the order of the text.</param>
public sealed record YamlMapping(IReadOnlyList<KeyValuePair<YamlValue, YamlValue>> Entries) : YamlValue
{
    private Dictionary<YamlValue, YamlValue>? _index;

    /// <summary>The value of a string key, or null when the key is not there.</summary>
    public YamlValue? this[string key] => Index.GetValueOrDefault(new YamlString(key));

    private Dictionary<YamlValue, YamlValue> Index => _index ??= new(Entries);

    /// <inheritdoc/>
    public bool Equals(YamlMapping? other) =>
        other is not null
        && Entries.Count == other.Entries.Count
        && Entries.All(e => other.Index.TryGetValue(e.Key, out YamlValue? value) && value.Equals(e.Value));

    /// <inheritdoc/>
    public override int GetHashCode() => Entries.Count;
}

/// <summary>Python's <c>set</c>, written as <c>!!set</c>; the order does not count when comparing.</summary>
/// <param name="Items">The members, each once.</param>
public sealed record YamlSet(IReadOnlyList<YamlValue> Items) : YamlValue
{
    /// <inheritdoc/>
    public bool Equals(YamlSet? other) =>
        other is not null && Items.Count == other.Items.Count && new HashSet<YamlValue>(Items).SetEquals(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Count;
}
