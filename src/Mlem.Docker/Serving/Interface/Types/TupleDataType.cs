using System.Text.Json;

namespace Mlem.Docker.Serving;

/// <summary>A list or tuple with a type for each item (MLEM: <c>list</c>, <c>tuple</c>).</summary>
internal sealed class TupleDataType(string type, string text, IReadOnlyList<MlemDataType> elements) : MlemDataType(type, text)
{
    internal override void Write(Utf8JsonWriter writer, object? value, string place)
    {
        IReadOnlyList<object?> items = InputValue.AsList(value) ?? throw NotAList(this, place, value);
        if (items.Count != elements.Count)
        {
            throw InputErrors.Shape(
                Messages.FormatHasItemsExpectedElements(place, items.Count, elements.Count), Messages.FormatTheMethodTakesItself(this), value);
        }

        writer.WriteStartArray();
        for (int i = 0; i < items.Count; i++)
            elements[i].Write(writer, items[i], $"Item {i + 1} of {place}");
        writer.WriteEndArray();
    }

    internal override object? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == elements.Count
            ? json.EnumerateArray().Select((item, i) => elements[i].Read(item)).ToArray()
            : JsonPlain.Read(json);

    public static MlemException NotAList(MlemDataType type, string place, object? value) => InputErrors.Shape(
        Messages.FormatIsNotArray(place, InputValue.Describe(value)), Messages.FormatTheMethodTakesType(type), value);
}
