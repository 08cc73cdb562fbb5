using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Text.Json;

namespace Mlem.Docker.Serving;

/// <summary>
/// A dictionary: with given keys and a type for each value (MLEM: <c>dict</c>), or with any keys and one type for all
/// values (<c>d_dict</c>).
/// </summary>
/// <param name="type">MLEM's type name.</param>
/// <param name="text">A text for people.</param>
/// <param name="fields">The keys and their types; null for any keys.</param>
/// <param name="value">The type of the values under any key.</param>
internal sealed class DictType(
    string type, string text, IReadOnlyList<(string Key, MlemDataType Type)>? fields, MlemDataType value)
    : MlemDataType(type, text)
{
    public bool HasKey(string key) => fields is null || fields.Any(f => f.Key == key);

    internal override void Write(Utf8JsonWriter writer, object? input, string place)
    {
        if (input is not IDictionary given)
        {
            throw InputErrors.Shape(
                Messages.FormatIsNotObject(place, InputValue.Describe(input)), Messages.FormatTheMethodTakesItself(this), input);
        }

        writer.WriteStartObject();
        foreach ((string key, MlemDataType of, object? item) in Entries(given, place))
        {
            writer.WritePropertyName(key);
            of.Write(writer, item, $"'{key}' of {place}");
        }

        writer.WriteEndObject();
    }

    internal override object? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return JsonPlain.Read(json);
        var result = new OrderedDictionary();
        foreach (JsonProperty entry in json.EnumerateObject())
            result[entry.Name] = TypeOf(entry.Name).Read(entry.Value);
        return result;
    }

    private IEnumerable<(string Key, MlemDataType Type, object? Item)> Entries(IDictionary given, string place)
    {
        if (fields is null)
        {
            return given.Cast<DictionaryEntry>().Select(
                e => (Convert.ToString(e.Key, CultureInfo.InvariantCulture)!, value, (object?)e.Value));
        }

        IReadOnlyList<object> keys = RowKeys.Match([.. fields.Select(f => f.Key)], given, place);
        return fields.Select((field, i) => (field.Key, field.Type, (object?)given[keys[i]]));
    }

    private MlemDataType TypeOf(string key) => fields?.FirstOrDefault(f => f.Key == key).Type ?? value;
}
