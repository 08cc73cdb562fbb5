using System.Numerics;
using System.Text.Json;

namespace Mlem.Docker.Serving;

/// <summary>A single value: Python's builtins (<c>primitive</c>) and NumPy's numbers (<c>number</c>).</summary>
internal sealed class ScalarDataType(string type, string name) : MlemDataType(type, name)
{
    private readonly ScalarType _scalar = ScalarType.Named(name);

    /// <summary>True where any text is a value, also one that looks like JSON.</summary>
    public bool IsText => _scalar.Kind is ScalarKind.Text;

    internal override void Write(Utf8JsonWriter writer, object? value, string place)
    {
        string? problem = ScalarConverter.Convert(_scalar, value, out object? converted) ?? JsonPlain.Write(writer, converted);
        if (problem is not null)
            throw InputErrors.ValueInvalid(place, problem, value);
    }

    internal override object? Read(JsonElement json) => ReadScalar(_scalar, json);

    /// <summary>A number of a floating type is a double, also where JSON has no point in it.</summary>
    public static object? ReadScalar(ScalarType type, JsonElement json) => JsonPlain.Read(json) switch
    {
        long number when type.Kind == ScalarKind.Float => (double)number,
        BigInteger number when type.Kind == ScalarKind.Float => (double)number,
        var value => value,
    };
}
