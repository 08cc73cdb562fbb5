using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mlem.Docker.Yaml;

namespace Mlem.Docker.PowerShell.Conversion;

/// <summary>Turns -Parameters into what a declaration's <c>params</c> hold: texts, with JSON for lists and mappings.</summary>
internal static class RunParameterText
{
    public static IReadOnlyDictionary<string, string> Of(IDictionary? table)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            string name = entry.Key.ToString()!;
            YamlValue value = YamlValueConverter.Convert(entry.Value, $"Parameters.{name}");
            texts[name] = value is YamlString text ? text.Value : Json(value)?.ToJsonString() ?? "null";
        }

        return texts;
    }

    private static JsonNode? Json(YamlValue value) => value switch
    {
        YamlMapping map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(Key(e.Key), Json(e.Value)))),
        YamlSequence list => new JsonArray([.. list.Items.Select(Json)]),
        YamlBoolean one => JsonValue.Create(one.Value),
        YamlInteger one => JsonNode.Parse(one.Value.ToString(CultureInfo.InvariantCulture)),
        YamlFloat one => JsonValue.Create(one.Value),
        YamlString one => JsonValue.Create(one.Value),
        _ => null,
    };

    private static string Key(YamlValue key) => key is YamlString text ? text.Value : JsonSerializer.Serialize(Json(key));
}
