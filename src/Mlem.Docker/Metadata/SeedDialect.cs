using System.Globalization;
using Mlem.Docker.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>
/// Reads what MLEM 0.3.0 wrote and 0.4.14 refuses (MLEM.md facts 46–47): <c>image_name</c> and <c>port_mapping</c> of a
/// deployment, and the <c>env</c> of an image builder. What is written again is always 0.4.14's form.
/// </summary>
internal static class SeedDialect
{
    public static YamlMapping Apply(YamlMapping document) => (document.Text("object_type"), document.Text("type")) switch
    {
        (_, "docker_container") => Deployment(document),
        ("builder", "docker") when document.Mapping("env") is { } env => Builder(document, env),
        _ => document,
    };

    /// <summary>The same for the declaration inside a state file.</summary>
    public static YamlValue ApplyToState(YamlValue state) =>
        state is YamlMapping fields && fields.Mapping("declaration") is { } declaration
            ? Replace(fields, [], ("declaration", Deployment(declaration)))
            : state;

    private static YamlMapping Deployment(YamlMapping document)
    {
        YamlMapping result = document;
        if (document["image_name"] is YamlString name)
            result = Replace(result, ["image_name"], ("image", new YamlBuild().Add("name", name).Build()));
        if (document.Mapping("port_mapping") is { } ports)
            result = Replace(result, ["port_mapping"], ("ports", new YamlSequence([.. ports.Entries.Select(Port)])));
        return result;
    }

    // docker-py takes the container's port first, docker's own notation the host's.
    private static YamlString Port(KeyValuePair<YamlValue, YamlValue> mapping) =>
        new($"{Number(mapping.Value)}:{Number(mapping.Key)}");

    private static string Number(YamlValue value) => value switch
    {
        YamlInteger i => i.Value.ToString(CultureInfo.InvariantCulture),
        YamlString s => s.Value,
        _ => string.Empty,
    };

    private static YamlMapping Builder(YamlMapping document, YamlMapping env)
    {
        YamlMapping result = Replace(document, ["env"], ("daemon", env.Mapping("daemon") ?? new YamlMapping([])));
        // 0.3.0 did not overwrite unless told to, and left that default out.
        if (document["force_overwrite"] is null)
            result = Replace(result, [], ("force_overwrite", new YamlBoolean(false)));
        if (document.Mapping("image") is { } image && image["registry"] is null && env.Mapping("registry") is { } registry)
            result = Replace(result, [], ("image", Replace(image, [], ("registry", registry))));
        return result;
    }

    private static YamlMapping Replace(YamlMapping mapping, string[] without, (string Key, YamlValue Value) with) => new(
    [
        .. mapping.Entries.Where(e => e.Key is not YamlString s || (s.Value != with.Key && !without.Contains(s.Value))),
        new(new YamlString(with.Key), with.Value),
    ])
    {
        Mark = mapping.Mark,
    };
}
