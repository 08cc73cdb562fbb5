using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>Short ways to the fields of a mapping whose shape has been checked already.</summary>
internal static class YamlMappingExtensions
{
    public static string? Text(this YamlMapping mapping, string key) => (mapping[key] as YamlString)?.Value;

    public static string Text(this YamlMapping mapping, string key, string standard) => mapping.Text(key) ?? standard;

    public static bool Flag(this YamlMapping mapping, string key, bool standard) =>
        (mapping[key] as YamlBoolean)?.Value ?? standard;

    public static YamlMapping? Mapping(this YamlMapping mapping, string key) => mapping[key] as YamlMapping;

    public static IReadOnlyList<YamlValue> Items(this YamlMapping mapping, string key) =>
        (mapping[key] as YamlSequence)?.Items ?? [];

    public static string[] Texts(this YamlMapping mapping, string key) =>
        [.. mapping.Items(key).OfType<YamlString>().Select(s => s.Value)];

    /// <summary>The entries of a mapping whose keys are text; none when it is null.</summary>
    public static IEnumerable<(string Key, YamlValue Value)> TextEntries(this YamlMapping? mapping) =>
        mapping is null
            ? []
            : mapping.Entries.Where(e => e.Key is YamlString).Select(e => (((YamlString)e.Key).Value, e.Value));
}
