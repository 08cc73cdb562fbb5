using System.Globalization;
using System.Text.Json;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Serving;

/// <summary>
/// Makes data types from their descriptions, in a server's <c>/interface.json</c> or in a model's file. It reads with
/// forbearance: a type that it does not know takes any value.
/// </summary>
internal static class DataTypeReader
{
    private const int MaxDepth = 60;

    /// <summary>The type that JSON describes.</summary>
    public static MlemDataType Read(JsonElement json) => Read(ToYaml(json, 0), 0);

    private static MlemDataType Read(YamlValue? description, int depth)
    {
        if (description is not YamlMapping fields || fields.Text("type") is not { } type || depth > MaxDepth)
            return new AnyDataType("unspecified");
        string text = DataTypeText.Describe(fields) ?? type;
        MlemDataType Nested(YamlValue? value) => Read(value, depth + 1);

        return type switch
        {
            "primitive" => new ScalarDataType(type, fields.Text("ptype", "any")),
            "number" => new ScalarDataType(type, fields.Text("dtype", "any")),
            "ndarray" or "torch" or "tf_tensor" or "csr_matrix" =>
                new NdarrayType(type, text, Shape(type, fields), ScalarType.Named(fields.Text("dtype", "any"))),
            "dataframe" or "series" => Frame(type, text, fields),
            "array" => new ArrayType(text, Nested(fields["dtype"]), Integer(fields["size"])),
            "list" or "tuple" or "_tuple_like" => new TupleDataType(type, text, [.. fields.Items("items").Select(Nested)]),
            "dict" => new DictType(
                type,
                text,
                [.. (fields.Mapping("item_types")?.Entries ?? []).Select(e => (Key(e.Key), Nested(e.Value)))],
                new AnyDataType("unspecified")),
            "d_dict" => new DictType(type, text, null, Nested(fields["value_type"])),
            _ => new AnyDataType(type),
        };
    }

    private static DataFrameType Frame(string type, string text, YamlMapping fields)
    {
        string[] columns = [.. fields.Items("columns").Select(Key)];
        IReadOnlyList<string> dtypes = fields.Texts("dtypes");
        return new DataFrameType(
            type, text, columns, [.. columns.Select((_, i) => ScalarType.Named(i < dtypes.Count ? dtypes[i] : "any"))]);
    }

    // A sparse matrix and a tensor have the number of rows that the sample had; only a tensor may have others.
    private static List<int?>? Shape(string type, YamlMapping fields)
    {
        if (fields["shape"] is not YamlSequence shape)
            return null;
        List<int?> lengths = [.. shape.Items.Select(Integer)];
        if (type is "torch" or "tf_tensor" && lengths.Count > 0)
            lengths[0] = null;
        return lengths;
    }

    private static int? Integer(YamlValue? value) =>
        value is YamlInteger { Value: var number } && number >= 0 && number <= int.MaxValue ? (int)number : null;

    private static string Key(YamlValue key) => key switch
    {
        YamlString text => text.Value,
        YamlInteger number => number.Value.ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(PlainValue.From(key), CultureInfo.InvariantCulture) ?? string.Empty,
    };

    private static YamlValue ToYaml(JsonElement json, int depth) => depth > MaxDepth ? new YamlNull() : json.ValueKind switch
    {
        JsonValueKind.Object => new YamlMapping([.. json.EnumerateObject().DistinctBy(p => p.Name).Select(
            p => KeyValuePair.Create<YamlValue, YamlValue>(new YamlString(p.Name), ToYaml(p.Value, depth + 1)))]),
        JsonValueKind.Array => new YamlSequence([.. json.EnumerateArray().Select(i => ToYaml(i, depth + 1))]),
        JsonValueKind.String => new YamlString(json.GetString()!),
        JsonValueKind.Number => json.TryGetInt64(out long number) ? new YamlInteger(number) : new YamlFloat(json.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => new YamlBoolean(json.GetBoolean()),
        _ => new YamlNull(),
    };
}
