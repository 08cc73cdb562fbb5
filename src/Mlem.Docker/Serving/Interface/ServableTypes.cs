using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Serving;

/// <summary>Which data types MLEM's servers can put into a request or an answer (MLEM.md 67).</summary>
internal static class ServableTypes
{
    /// <summary>The part of a type for which no server has a form, in words; null for a type that can be served.</summary>
    /// <param name="type">The type.</param>
    /// <param name="inside">Whether it lies inside another one, where a file has no place.</param>
    public static string? Obstacle(YamlMapping? type, bool inside = false) => type?.Text("type") switch
    {
        null => null,
        "xgboost_dmatrix" => "xgboost_dmatrix",
        "binary" when inside => "binary",
        "primitive" when type.Text("ptype") == "complex" => "complex",
        "number" or "ndarray" or "torch" or "tf_tensor" when IsComplex(type.Text("dtype")) => DataTypeText.Describe(type),
        "dataframe" or "series" when type.Texts("dtypes").FirstOrDefault(IsComplex) is { } column => column,
        "array" => Obstacle(type.Mapping("dtype"), inside: true),
        "lightgbm" => Obstacle(type.Mapping("inner"), inside: true),
        "d_dict" => Obstacle(type.Mapping("key_type"), inside: true) ?? Obstacle(type.Mapping("value_type"), inside: true),
        "list" or "tuple" or "_tuple_like" => First(type.Items("items")),
        "dict" => First((type.Mapping("item_types")?.Entries ?? []).Select(e => e.Value)),
        _ => null,
    };

    /// <summary>Whether a value of the type is sent as a file.</summary>
    public static bool IsFile(YamlMapping type) => type.Text("type") == "binary";

    /// <summary>Whether no request can give a value of the type.</summary>
    public static bool IsNothing(YamlMapping type) => type.Text("type") == "primitive" && type.Text("ptype") == "NoneType";

    private static string? First(IEnumerable<YamlValue> types) =>
        types.OfType<YamlMapping>().Select(t => Obstacle(t, inside: true)).FirstOrDefault(o => o is not null);

    private static bool IsComplex(string? dtype) => dtype?.StartsWith("complex", StringComparison.Ordinal) == true;
}
