using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>
/// Brings metafiles of older MLEM versions into 0.4.14's form, as MLEM itself does when it reads them: 0.2.8 dropped
/// <c>description</c> and <c>labels</c>, 0.4.0 turned <c>model_type</c> into <c>processors</c> and <c>call_orders</c>.
/// </summary>
internal static class Migrations
{
    public static YamlMapping Apply(YamlMapping document, SchemaContext context)
    {
        if (document["object_type"] is null)
            return document;
        YamlMapping current = SeedDialect.Apply(Without(document, "description", "labels"), context);
        return current.Text("object_type") == "model" && current["model_type"] is YamlMapping main
            ? WithProcessors(current, main, context)
            : current;
    }

    private static YamlMapping WithProcessors(YamlMapping document, YamlMapping main, SchemaContext context)
    {
        YamlMapping processors = new([new(new YamlString("model"), main)]) { Mark = main.Mark };
        IEnumerable<YamlValue> methods = main["methods"] switch
        {
            YamlMapping mapping => mapping.Entries.Select(e => e.Key),
            YamlSequence list => list.Items,
            var other => throw context.Error(
                other ?? main, KeyPath.Root.Key("model_type").Key("methods"), Messages.IsMissingOrNoMappingIt),
        };
        var orders = new YamlMapping(PythonDict.Unique(methods.Select(method => KeyValuePair.Create<YamlValue, YamlValue>(
            method, new YamlSequence([new YamlSequence([new YamlString("model"), method])])))))
        { Mark = main.Mark };
        YamlMapping rest = Without(document, "model_type", "processors", "call_orders");
        IEnumerable<KeyValuePair<YamlValue, YamlValue>> added =
            new YamlBuild().Add("processors", processors).Add("call_orders", orders).Build().Entries;
        return new YamlMapping([.. rest.Entries, .. added]) { Mark = document.Mark };
    }

    private static YamlMapping Without(YamlMapping mapping, params string[] keys) =>
        keys.Any(k => mapping[k] is not null)
            ? new YamlMapping([.. mapping.Entries.Where(e => e.Key is not YamlString s || !keys.Contains(s.Value))]) { Mark = mapping.Mark }
            : mapping;
}
