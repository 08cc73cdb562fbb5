using System.Text.Json;

namespace Mlem.Docker.Serving;

/// <summary>Reads a data type and its serializer as they stand in an interface (MLEM: <c>InterfaceDataType</c>).</summary>
internal static class InterfaceType
{
    public static MlemDataType Read(JsonElement json) => DataTypeReader.Read(Property(json, "data_type"));

    /// <summary>Whether MLEM's serializer speaks bytes; without one that is named the type's own does.</summary>
    public static bool IsBinary(JsonElement json)
    {
        JsonElement serializer = Property(json, "serializer");
        JsonElement type = Property(serializer.ValueKind == JsonValueKind.Object ? serializer : Property(json, "data_type"), "type");
        return type.ValueKind == JsonValueKind.String
            && type.GetString() is ("binary" or "file" or "pil_numpy" or "torch_image");
    }

    private static JsonElement Property(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) ? value : default;
}
