using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>
/// The distribution on PyPI that brings a Python module, where the two names differ. MLEM asks the packages installed
/// on the machine; this table stands in for a machine that has them (docs/differences.md, D11).
/// </summary>
internal static class PackageNames
{
    private static readonly Lazy<YamlMapping> Table =
        new(() => TypeCatalogue.Resource("Mlem.Docker.package-names.yaml"));

    /// <summary>The distribution's name, or null when it is the module's own.</summary>
    public static string? Find(string module) => (Table.Value[module] as YamlString)?.Value;

    /// <summary>Fills in <c>package_name</c> where it is missing or empty, as MLEM does on reading.</summary>
    public static IEnumerable<KeyValuePair<string, YamlValue>> Complete(IReadOnlyDictionary<string, YamlValue> fields)
    {
        bool given = fields.TryGetValue("package_name", out YamlValue? name) && name is YamlString { Value.Length: > 0 };
        if (!given && fields["module"] is YamlString module && Find(module.Value) is { } package)
            yield return new("package_name", new YamlString(package));
    }
}
