using Mlem.Docker.Metadata;
using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Serving;

/// <summary>What the catalogue says of a server type besides its fields.</summary>
internal sealed class ServerDefinition(string type, YamlMapping definition, YamlMapping abstraction)
{
    public IReadOnlyList<string> PortFields => definition.Texts("ports");

    public string? InterfacePortField => definition.Text("interface_port");

    public string? InnerField => definition.Text("inner");

    /// <summary>The signal that ends it where it has no handler of SIGTERM, which the container's first process then ignores.</summary>
    public string? StopSignal => definition.Text("stop_signal");

    /// <summary>The script of the built-in templates that starts it where it needs help with its end.</summary>
    public string? RunScript => definition.Text("run_script");

    /// <summary>The same for images alone: in a folder of MLEM's layout its command stays as it is.</summary>
    public string? ImageScript => definition.Text("image_script");

    public IReadOnlyList<string> SourceFields => definition.Texts("sources");

    /// <summary>Environment variables of the image: name, and the field that holds the value.</summary>
    public IEnumerable<(string Name, string Field)> Environment =>
        definition.Mapping("environment").TextEntries().Select(e => (e.Key, ((YamlString)e.Value).Value));

    public IEnumerable<ServerPackage> Base => ServerPackage.Read(definition.Items("base"));

    public IEnumerable<ServerPackage> Then => ServerPackage.Read(definition.Items("then"));

    /// <summary>A field's default as it would be dumped; null for a field that has none.</summary>
    public YamlValue Default(string field)
    {
        string? text = abstraction.Mapping("types")?.Mapping(type)?.Text(field) ?? abstraction.Mapping("common")?.Text(field);
        return text is null
            ? new YamlNull()
            : TypeExpression.Field(field, text, r => TypeCatalogue.Default[r]).Default ?? new YamlNull();
    }
}

/// <summary>A Python module whose package a server needs.</summary>
/// <param name="Module">The module.</param>
/// <param name="When">A field that must be true for it, or null.</param>
internal sealed record ServerPackage(string Module, string? When)
{
    public static IEnumerable<ServerPackage> Read(IEnumerable<YamlValue> items) =>
        items.OfType<YamlMapping>().Select(m => new ServerPackage(m.Text("module")!, m.Text("when")));
}
