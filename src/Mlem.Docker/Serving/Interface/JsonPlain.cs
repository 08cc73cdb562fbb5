using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Mlem.Docker.Serving;

/// <summary>Plain .NET values from JSON and back.</summary>
internal static class JsonPlain
{
    private const int MaxDepth = 60;

    // Python reads no longer integer either; reading one costs the square of its digits.
    private const int MaxDigits = 4300;

    /// <summary>The value of JSON: null, bool, long, BigInteger, double, string, object[] or an ordered dictionary.</summary>
    public static object? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(json),
        JsonValueKind.Array => json.EnumerateArray().Select(Read).ToArray(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => ReadNumber(json),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Writes any value that JSON has a form for.</summary>
    /// <returns>Null, or why it has none: words that follow the place at which it stands.</returns>
    public static string? Write(Utf8JsonWriter writer, object? value, int depth = 0)
    {
        if (depth > MaxDepth)
            return Messages.IsNestedTooDeepOrContains;
        switch (value)
        {
            case null or DBNull:
                writer.WriteNullValue();
                return null;
            case bool flag:
                writer.WriteBooleanValue(flag);
                return null;
            case string text:
                writer.WriteStringValue(text);
                return null;
            case double number:
                WriteDouble(writer, number);
                return null;
            case float number:
                WriteDouble(writer, InputValue.Widen(number));
                return null;
            case sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger or decimal:
                writer.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                return null;
            case IDictionary fields:
                return WriteObject(writer, fields, depth);
            case var _ when InputValue.AsList(value) is { } list:
                return WriteArray(writer, list, depth);
            default:
                return ScalarConverter.Convert(ScalarType.Named("str"), value, out object? converted) is not null
                    ? Messages.FormatIsForWhichJSONHasNoForm(InputValue.Describe(value))
                    : Write(writer, converted);
        }
    }

    // Python tells 6 and 6.0 apart, so a double keeps its point. JSON has no NaN: null is what pandas and NumPy make
    // a NaN of. Of the text "Infinity" both make an infinity.
    private static void WriteDouble(Utf8JsonWriter writer, double number)
    {
        if (double.IsNaN(number))
        {
            writer.WriteNullValue();
        }
        else if (double.IsInfinity(number))
        {
            writer.WriteStringValue(number > 0 ? "Infinity" : "-Infinity");
        }
        else
        {
            string text = number.ToString("R", CultureInfo.InvariantCulture);
            writer.WriteRawValue(text.AsSpan().IndexOfAny(".E") < 0 ? text + ".0" : text);
        }
    }

    private static string? WriteObject(Utf8JsonWriter writer, IDictionary fields, int depth)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry field in fields)
        {
            string name = System.Convert.ToString(field.Key, CultureInfo.InvariantCulture)!;
            writer.WritePropertyName(name);
            if (Write(writer, field.Value, depth + 1) is { } problem)
                return problem;
        }

        writer.WriteEndObject();
        return null;
    }

    private static string? WriteArray(Utf8JsonWriter writer, IReadOnlyList<object?> list, int depth)
    {
        writer.WriteStartArray();
        foreach (object? item in list)
        {
            if (Write(writer, item, depth + 1) is { } problem)
                return problem;
        }

        writer.WriteEndArray();
        return null;
    }

    private static OrderedDictionary ReadObject(JsonElement json)
    {
        var fields = new OrderedDictionary();
        foreach (JsonProperty field in json.EnumerateObject())
            fields[field.Name] = Read(field.Value);
        return fields;
    }

    private static object ReadNumber(JsonElement json)
    {
        if (json.TryGetInt64(out long number))
            return number;
        string text = json.GetRawText();
        if (text.Length > MaxDigits)
            throw new JsonException(Messages.FormatNumberHasTooManyDigits(MaxDigits));
        return text.AsSpan().IndexOfAny(".eE") < 0
            ? BigInteger.Parse(text, CultureInfo.InvariantCulture)
            : json.GetDouble();
    }
}
