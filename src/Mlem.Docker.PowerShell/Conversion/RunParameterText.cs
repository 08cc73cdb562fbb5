using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.PowerShell.Conversion;

/// <summary>Turns -Parameters into what a declaration's <c>params</c> hold: texts, with JSON for lists and mappings.</summary>
internal static class RunParameterText
{
    public static IReadOnlyDictionary<string, string> From(IDictionary? table)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            string name = entry.Key.ToString()!;
            YamlValue value = YamlValueConverter.Convert(entry.Value, $"Parameters.{name}");
            texts[name] = value is YamlString text ? text.Value : Json(value, name)?.ToJsonString() ?? "null";
        }

        return texts;
    }

    private static JsonNode? Json(YamlValue value, string name) => value switch
    {
        YamlMapping map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(Key(e.Key, name), Json(e.Value, name)))),
        YamlSequence list => new JsonArray([.. list.Items.Select(i => Json(i, name))]),
        YamlBoolean one => JsonValue.Create(one.Value),
        YamlInteger one => JsonNode.Parse(one.Value.ToString(CultureInfo.InvariantCulture)),
        YamlFloat one when double.IsFinite(one.Value) => JsonValue.Create(one.Value),
        YamlFloat => throw NotFinite(name),
        YamlString one => JsonValue.Create(one.Value),
        _ => null,
    };

    private static string Key(YamlValue key, string name) => key is YamlString text ? text.Value : JsonSerializer.Serialize(Json(key, name));

    private static MlemException NotFinite(string name) => new(
        "ValueNotConvertible",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatNumberNotFinite(name),
        name,
        Messages.NumberNotFiniteRemedy);
}
