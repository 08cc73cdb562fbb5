using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Mlem.Docker.Serving;

/// <summary>
/// An array of numbers with dimensions: NumPy's <c>ndarray</c>, tensors, sparse matrices. As JSON it is nested lists.
/// </summary>
/// <param name="type">MLEM's type name.</param>
/// <param name="text">A text for people.</param>
/// <param name="shape">The length of each dimension, null for any; null when even their number is open.</param>
/// <param name="element">The type of the elements.</param>
internal sealed class NdarrayType(string type, string text, IReadOnlyList<int?>? shape, ScalarType element)
    : MlemDataType(type, text)
{
    public override bool Collects => shape is { Count: > 0 };

    internal override IReadOnlyList<object?> Items(object? input)
    {
        if (!Collects)
            return [input];

        int rank = shape!.Count;
        if (input is IDictionary row)
            return [Values(row)];
        int depth = InputValue.Depth(input);
        if (depth == rank)
            return InputValue.AsList(input)!;
        return depth == rank - 1 ? [input] : throw InputErrors.Shape(
            Messages.FormatInputIsWithAndMethodTakes(InputValue.Describe(input), Dimensions(depth), this),
            rank == 1
                ? Messages.GiveNumbersOrOneArrayOf
                : Messages.FormatGiveRowsWithEachOrOne(Dimensions(rank - 1), Dimensions(rank)),
            input);
    }

    internal override void WriteItems(Utf8JsonWriter writer, IReadOnlyList<object?> items, string place, int first)
    {
        if (shape![0] is { } length && items.Count != length)
            throw WrongLength(place, items.Count, length, items);
        if (items.Count == 0 && shape.Count > 1)
            throw InputErrors.Shape(Messages.FormatHasNoRows(place), Messages.FormatGiveAtLeastOneRowMethod(this));
        writer.WriteStartArray();
        for (int i = 0; i < items.Count; i++)
            WriteDimension(writer, items[i], $"Row {first + i} of {place}", 1);
        writer.WriteEndArray();
    }

    internal override void Write(Utf8JsonWriter writer, object? value, string place)
    {
        if (Collects)
            base.Write(writer, value, place);
        else if (shape is null)
            WriteOpen(writer, value, place);
        else
            WriteElement(writer, value, place);
    }

    internal override object? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
            return ScalarDataType.ReadScalar(element, json);
        object?[] items = [.. json.EnumerateArray().Select(Read)];

        // Typed where it can be: a double[] is what people write themselves.
        return items switch
        {
            [double, ..] when items.All(i => i is double) => items.Cast<double>().ToArray(),
            [long, ..] when items.All(i => i is long) => items.Cast<long>().ToArray(),
            _ => items,
        };
    }

    // Rows of a CSV file for a model that knows columns only by their order; a @{} has no order of its own.
    private object?[] Values(IDictionary row) => row is Hashtable && row.Count > 1
        ? throw InputErrors.Shape(
            Messages.FormatMethodTakesWhoseColumnsHaveNo(this),
            Messages.GiveArrayOrderedHashtableOrObject,
            row)
        : [.. row.Values.Cast<object?>()];

    private void WriteDimension(Utf8JsonWriter writer, object? value, string place, int dimension)
    {
        if (dimension == shape!.Count)
        {
            WriteElement(writer, value, place);
            return;
        }

        IReadOnlyList<object?> items = value is IDictionary row && dimension == shape.Count - 1
            ? Values(row)
            : InputValue.AsList(value) ?? throw InputErrors.Shape(
                Messages.FormatIsNotArray(place, InputValue.Describe(value)), Messages.FormatTheMethodTakesItself(this), value);
        if (shape[dimension] is { } length && items.Count != length)
            throw WrongLength(place, items.Count, length, value);
        writer.WriteStartArray();
        for (int i = 0; i < items.Count; i++)
        {
            if (dimension == shape.Count - 1)
                WriteElement(writer, items[i], place, i);
            else
                WriteDimension(writer, items[i], $"{place}, item {i + 1}", dimension + 1);
        }

        writer.WriteEndArray();
    }

    private void WriteOpen(Utf8JsonWriter writer, object? value, string place)
    {
        if (InputValue.AsList(value) is not { } items)
        {
            WriteElement(writer, value, place);
            return;
        }

        writer.WriteStartArray();
        for (int i = 0; i < items.Count; i++)
            WriteOpen(writer, items[i], $"{place}, item {i + 1}");
        writer.WriteEndArray();
    }

    private void WriteElement(Utf8JsonWriter writer, object? value, string place, int? index = null)
    {
        string? problem = ScalarConverter.Convert(element, value, out object? converted) ?? JsonPlain.Write(writer, converted);
        if (problem is not null)
            throw InputErrors.ValueInvalid(index is null ? place : Messages.FormatPlaceItemIndex(place, index + 1), problem, value);
    }

    private MlemException WrongLength(string place, int count, int length, object? value) => InputErrors.Shape(
        Messages.FormatPlaceHasCountDetailExpectedLength(place, count, count == 1 ? "value" : "values", length), Messages.FormatTheMethodTakesItself(this), value);

    private static string Dimensions(int count) =>
        count == 1 ? "1 dimension" : Messages.FormatCountDimensions(count);
}
