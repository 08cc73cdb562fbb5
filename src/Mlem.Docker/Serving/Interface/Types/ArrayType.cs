using System.Text.Json;

namespace Mlem.Docker.Serving;

/// <summary>A list whose items have one type (MLEM: <c>array</c>).</summary>
internal sealed class ArrayType(string text, MlemDataType element, int? size) : MlemDataType("array", text)
{
    // Where the items are lists themselves, one cannot tell an item from the whole.
    public override bool Collects => element is ScalarDataType or DictType;

    internal override IReadOnlyList<object?> Items(object? input) =>
        Collects ? InputValue.AsList(input) ?? [input] : [input];

    internal override void WriteItems(Utf8JsonWriter writer, IReadOnlyList<object?> items, string place, int first)
    {
        if (size is { } expected && items.Count != expected)
        {
            throw InputErrors.Shape(
                Messages.FormatHasItemsExpected(place, items.Count, expected), Messages.FormatTheMethodTakesItself(this), items);
        }

        writer.WriteStartArray();
        for (int i = 0; i < items.Count; i++)
            element.Write(writer, items[i], $"Item {first + i} of {place}");
        writer.WriteEndArray();
    }

    internal override void Write(Utf8JsonWriter writer, object? value, string place) => WriteItems(
        writer, InputValue.AsList(value) ?? throw TupleDataType.NotAList(this, place, value), place, 1);

    internal override object? Read(JsonElement json) => json.ValueKind == JsonValueKind.Array
        ? json.EnumerateArray().Select(element.Read).ToArray()
        : JsonPlain.Read(json);
}
