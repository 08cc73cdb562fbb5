using System.Text.Json;

namespace Mlem.Docker;

/// <summary>
/// The type of an argument or an answer of a model's method (MLEM: <c>DataType</c>). It writes values as the JSON
/// that MLEM's serializer of this type reads, and reads the JSON that it writes.
/// </summary>
public abstract class MlemDataType
{
    private readonly string _text;

    private protected MlemDataType(string type, string? text)
    {
        Type = type;
        _text = text ?? type;
    }

    /// <summary>MLEM's name of the type: <c>dataframe</c>, <c>ndarray</c>, <c>primitive</c> …</summary>
    public string Type { get; }

    /// <summary>
    /// True for a value that is made of rows or elements, so that several inputs can go into one request.
    /// </summary>
    public virtual bool Collects => false;

    /// <summary>A short text for people: <c>ndarray(null, 3) of float64</c>.</summary>
    public sealed override string ToString() => _text;

    /// <summary>The rows or elements that one input brings; for a type that does not collect, the input itself.</summary>
    internal virtual IReadOnlyList<object?> Items(object? input) => [input];

    /// <summary>Writes a value of rows or elements.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="items">What <see cref="Items"/> gave.</param>
    /// <param name="place">What the value is called in messages.</param>
    /// <param name="first">The number of the first item, from 1: an item may be one of many requests.</param>
    internal virtual void WriteItems(Utf8JsonWriter writer, IReadOnlyList<object?> items, string place, int first) =>
        throw new InvalidOperationException($"Values of the type {Type} are not collected.");

    /// <summary>Writes one value.</summary>
    internal virtual void Write(Utf8JsonWriter writer, object? value, string place) =>
        WriteItems(writer, Items(value), place, 1);

    /// <summary>Reads a value; what is not as the type says comes back as JSON has it.</summary>
    internal virtual object? Read(JsonElement json) => Serving.JsonPlain.Read(json);
}
