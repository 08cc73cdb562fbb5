using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>
/// Reads what MLEM 0.3.0 wrote and 0.4.14 refuses (docs/mlem-contract.md, 46–47): <c>image_name</c> and <c>port_mapping</c> of a
/// deployment, and the <c>env</c> of an image builder. What is written again is always 0.4.14's form. An old field
/// beside the new one that took its place stays, and so is refused: nobody can say which of the two is meant.
/// </summary>
internal static class SeedDialect
{
    private static readonly DictionaryType PortMapping = new(new IntegerType(), new IntegerType());
    private static readonly OptionalType ImageName = new(new TextType());

    public static YamlMapping Apply(YamlMapping document, SchemaContext context) =>
        (document.Text("object_type"), document.Text("type")) switch
        {
            (_, "docker_container") => Deployment(document, KeyPath.Root, context),
            ("builder", "docker") => Builder(document, context),
            _ => document,
        };

    /// <summary>The same for the declaration inside a state file.</summary>
    public static YamlValue ApplyToState(YamlValue state, SchemaContext context) =>
        state is YamlMapping fields && fields.Mapping("declaration") is { } declaration
            ? Replace(fields, "declaration", "declaration", Deployment(declaration, KeyPath.Root.Key("declaration"), context))
            : state;

    private static YamlMapping Deployment(YamlMapping document, KeyPath path, SchemaContext context)
    {
        YamlMapping result = document;
        if (document["image_name"] is { } name && document["image"] is null)
        {
            YamlValue text = ImageName.Normalize(name, path.Key("image_name"), context);
            result = Replace(result, "image_name", "image", text is YamlNull ? text : Mapping(("name", text)));
        }

        if (document["port_mapping"] is { } ports && document["ports"] is null)
        {
            var mapping = (YamlMapping)PortMapping.Normalize(ports, path.Key("port_mapping"), context);
            result = Replace(result, "port_mapping", "ports", new YamlSequence([.. mapping.Entries.Select(Port)]));
        }

        return result;
    }

    // docker-py takes the container's port first, docker's own notation the host's.
    private static YamlString Port(KeyValuePair<YamlValue, YamlValue> mapping) =>
        new($"{((YamlInteger)mapping.Value).Value}:{((YamlInteger)mapping.Key).Value}");

    private static YamlMapping Builder(YamlMapping document, SchemaContext context)
    {
        if (document["env"] is not { } given || document["daemon"] is not null)
            return document;
        var env = (YamlMapping)TypeCatalogue.Default["@env"].Normalize(given, KeyPath.Root.Key("env"), context);
        YamlMapping result = Replace(document, "env", "daemon", env.Mapping("daemon") ?? Mapping());
        // 0.3.0 did not overwrite unless told to, and left that default out.
        if (document["force_overwrite"] is null)
            result = Replace(result, "force_overwrite", "force_overwrite", new YamlBoolean(false));
        if (document.Mapping("image") is { } image && image["registry"] is null && env.Mapping("registry") is { } registry)
            result = Replace(result, "image", "image", Replace(image, "registry", "registry", registry));
        return result;
    }

    private static YamlMapping Mapping(params (string Key, YamlValue Value)[] entries) =>
        new([.. entries.Select(e => KeyValuePair.Create<YamlValue, YamlValue>(new YamlString(e.Key), e.Value))]);

    private static YamlMapping Replace(YamlMapping mapping, string without, string key, YamlValue value) => new(
    [
        .. mapping.Entries.Where(e => e.Key is not YamlString s || (s.Value != key && s.Value != without)),
        new(new YamlString(key), value),
    ])
    {
        Mark = mapping.Mark,
    };
}
