using Mlem.Docker.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>
/// Brings metafiles of older MLEM versions into 0.4.14's form, as MLEM itself does when it reads them: 0.2.8 dropped
/// <c>description</c> and <c>labels</c>, 0.4.0 turned <c>model_type</c> into <c>processors</c> and <c>call_orders</c>.
/// </summary>
internal static class Migrations
{
    public static YamlMapping Apply(YamlMapping document)
    {
        if (document["object_type"] is null)
            return document;
        YamlMapping current = SeedDialect.Apply(Without(document, "description", "labels"));
        return current.Text("object_type") == "model" && current["model_type"] is YamlMapping main
            ? WithProcessors(current, main)
            : current;
    }

    private static YamlMapping WithProcessors(YamlMapping document, YamlMapping main)
    {
        YamlMapping processors = new([new(new YamlString("model"), main)]) { Mark = main.Mark };
        var orders = new YamlBuild();
        foreach ((string method, _) in main.Mapping("methods").TextEntries())
            orders.Add(method, new YamlSequence([new YamlSequence([new YamlString("model"), new YamlString(method)])]));
        YamlMapping rest = Without(document, "model_type", "processors", "call_orders");
        IEnumerable<KeyValuePair<YamlValue, YamlValue>> added =
            new YamlBuild().Add("processors", processors).Add("call_orders", orders.Build()).Build().Entries;
        return new YamlMapping([.. rest.Entries, .. added]) { Mark = document.Mark };
    }

    private static YamlMapping Without(YamlMapping mapping, params string[] keys) =>
        keys.Any(k => mapping[k] is not null)
            ? new YamlMapping([.. mapping.Entries.Where(e => e.Key is not YamlString s || !keys.Contains(s.Value))]) { Mark = mapping.Mark }
            : mapping;
}
