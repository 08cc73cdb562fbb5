using System.Globalization;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>A short text for a data type of MLEM: <c>ndarray(null, 3) of float64</c>, <c>dataframe(a, b)</c>.</summary>
internal static class DataTypeText
{
    private const int MaxColumns = 8;

    public static string? Describe(YamlValue? type) => type is not YamlMapping fields ? null : fields.Text("type") switch
    {
        "ndarray" or "torch" or "tf_tensor" => $"{fields.Text("type")}{Shape(fields)} of {fields.Text("dtype", "any")}",
        "number" => fields.Text("dtype", "number"),
        "primitive" => fields.Text("ptype", "primitive"),
        "dataframe" or "series" => $"{fields.Text("type")}({Columns(fields.Items("columns"))})",
        "list" or "tuple" => $"{fields.Text("type")}({string.Join(", ", fields.Items("items").Select(Describe))})",
        "array" => $"array of {Describe(fields["dtype"])}",
        "dict" => $"dict({string.Join(", ", fields.Mapping("item_types").TextEntries().Select(e => $"{e.Key}: {Describe(e.Value)}"))})",
        "d_dict" => $"dict of {Describe(fields["key_type"])} to {Describe(fields["value_type"])}",
        var other => other,
    };

    private static string Shape(YamlMapping fields) => fields["shape"] is YamlSequence shape
        ? $"({string.Join(", ", shape.Items.Select(Number))})"
        : string.Empty;

    private static string Columns(IReadOnlyList<YamlValue> columns) => string.Join(
        ", ", columns.Take(MaxColumns).Select(Number).Concat(columns.Count > MaxColumns ? ["…"] : Array.Empty<string>()));

    private static string Number(YamlValue value) => value switch
    {
        YamlString s => s.Value,
        YamlInteger i => i.Value.ToString(CultureInfo.InvariantCulture),
        _ => "null",
    };
}
