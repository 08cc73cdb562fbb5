using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>Python's <c>==</c> for loaded values: <c>1 == 1.0 == True</c>, everything else by kind and content.</summary>
internal static class PythonEquality
{
    public static bool Equal(YamlValue left, YamlValue right) => YamlNumber.Equal(left, right) ?? (left, right) switch
    {
        (YamlSequence a, YamlSequence b) =>
            a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(p => Equal(p.First, p.Second)),
        (YamlMapping a, YamlMapping b) => a.Entries.Count == b.Entries.Count && a.Entries.All(
            e => b.Entries.Any(o => o.Key.Equals(e.Key) && Equal(e.Value, o.Value))),
        _ => left.Equals(right),
    };
}
