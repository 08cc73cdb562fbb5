using System.Text.Json;

namespace Mlem.Docker.Serving;

/// <summary>A type of which nothing is known here: its JSON is sent as it is, and the server judges it.</summary>
internal sealed class AnyDataType(string type) : MlemDataType(type, null)
{
    internal override void Write(Utf8JsonWriter writer, object? value, string place)
    {
        if (JsonPlain.Write(writer, value) is { } problem)
            throw InputErrors.ValueInvalid(place, problem, value);
    }
}
