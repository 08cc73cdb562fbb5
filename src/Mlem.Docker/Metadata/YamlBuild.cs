using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>Builds a mapping field by field; null values are left out, since MLEM leaves them out too.</summary>
internal sealed class YamlBuild
{
    private readonly List<KeyValuePair<YamlValue, YamlValue>> _entries = [];

    public YamlBuild Add(string key, YamlValue? value)
    {
        if (value is not null)
            _entries.Add(new(new YamlString(key), value));
        return this;
    }

    public YamlBuild Add(string key, string? value) => Add(key, value is null ? null : new YamlString(value));

    public YamlBuild Add(string key, bool value) => Add(key, new YamlBoolean(value));

    public YamlBuild Add(string key, IEnumerable<string> values) =>
        Add(key, new YamlSequence([.. values.Select(v => new YamlString(v))]));

    public YamlBuild Add(string key, IEnumerable<KeyValuePair<string, string>> values) =>
        Add(key, new YamlMapping([.. values.Select(
            v => KeyValuePair.Create<YamlValue, YamlValue>(new YamlString(v.Key), new YamlString(v.Value)))]));

    public YamlMapping Build() => new(_entries);
}
