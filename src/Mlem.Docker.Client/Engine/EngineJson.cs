using System.Globalization;
using System.Text.Json;

namespace Mlem.Docker.Engine;

/// <summary>Reads answers of the Engine in which any field may be missing or null.</summary>
internal static class EngineJson
{
    public static JsonElement? Find(this JsonElement? element, params string[] path)
    {
        foreach (string name in path)
            element = element?.Find(name);
        return element;
    }

    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement found) && found.ValueKind != JsonValueKind.Null
            ? found : null;

    public static string? Text(this JsonElement? element, params string[] path) =>
        element.Find(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static long? Number(this JsonElement? element, params string[] path) =>
        element.Find(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long value) ? value : null;

    public static IEnumerable<JsonElement> Items(this JsonElement? element, params string[] path) =>
        element.Find(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static string[] List(this JsonElement? element, params string[] path) =>
        [.. element.Items(path).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    /// <summary>An object of texts. Of a name that is there twice the last counts, as in the Engine's own reader.</summary>
    public static Dictionary<string, string> Texts(this JsonElement? element, params string[] path)
    {
        var texts = new Dictionary<string, string>();
        if (element.Find(path) is { ValueKind: JsonValueKind.Object } map)
        {
            foreach (JsonProperty one in map.EnumerateObject())
                texts[one.Name] = one.Value.ToString();
        }

        return texts;
    }

    // Docker writes "never" as the year 1.
    public static DateTime? Moment(this JsonElement? element, params string[] path) =>
        DateTimeOffset.TryParse(element.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) && moment.Year > 1
            ? moment.UtcDateTime : null;
}
