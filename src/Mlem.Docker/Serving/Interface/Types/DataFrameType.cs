using System.Collections;
using System.Collections.Specialized;
using System.Text.Json;

namespace Mlem.Docker.Serving;

/// <summary>
/// A pandas data frame or series: rows of named columns, index columns among them. As JSON a data frame is
/// <c>{"values": [{column: value, …}, …]}</c>, a series the list alone.
/// </summary>
internal sealed class DataFrameType(string type, string text, IReadOnlyList<string> columns, IReadOnlyList<ScalarType> dtypes)
    : MlemDataType(type, text)
{
    private const string Values = "values";

    public override bool Collects => true;

    public bool HasColumn(string name) => columns.Contains(name);

    private bool IsSeries => Type == "series";

    internal override IReadOnlyList<object?> Items(object? input) => input switch
    {
        IDictionary { Count: 1 } frame when frame.Contains(Values) && !columns.Contains(Values)
            && InputValue.AsList(frame[Values]) is { } rows => rows,
        IDictionary row => [row],
        _ => InputValue.AsList(input) is { } list ? list : [input],
    };

    internal override void WriteItems(Utf8JsonWriter writer, IReadOnlyList<object?> items, string place, int first)
    {
        if (items.Count == 0)
        {
            throw InputErrors.Shape(
                Messages.FormatHasNoRows(place), Messages.FormatGiveAtLeastOneObjectWith(InputErrors.List(columns)));
        }

        if (!IsSeries)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(Values);
        }

        writer.WriteStartArray();
        for (int i = 0; i < items.Count; i++)
            WriteRow(writer, items[i], place, first + i);
        writer.WriteEndArray();
        if (!IsSeries)
            writer.WriteEndObject();
    }

    internal override object? Read(JsonElement json)
    {
        JsonElement rows = json;
        if (json.ValueKind == JsonValueKind.Object && !json.TryGetProperty(Values, out rows))
            rows = json;
        return rows.ValueKind switch
        {
            JsonValueKind.Array => rows.EnumerateArray().Select(ReadRow).ToArray(),
            _ => ReadRow(rows),
        };
    }

    private void WriteRow(Utf8JsonWriter writer, object? row, string place, int number)
    {
        // A series of one column is a list of values.
        IDictionary cells = row as IDictionary
            ?? (IsSeries && columns.Count == 1 && !InputValue.IsComposite(row)
                ? new OrderedDictionary { [columns[0]] = row }
                : throw NotARow(row, place, number));
        IReadOnlyList<object> keys = RowKeys.Match(columns, cells, $"Row {number} of {place}");

        writer.WriteStartObject();
        for (int i = 0; i < columns.Count; i++)
        {
            object? value = cells[keys[i]];
            string? problem = ScalarConverter.Convert(dtypes[i], value, out object? converted);
            if (problem is null)
            {
                writer.WritePropertyName(columns[i]);
                problem = JsonPlain.Write(writer, converted);
            }

            if (problem is not null)
                throw InputErrors.ValueInvalid(Messages.FormatRowOfColumn(number, place, columns[i]), problem, value);
        }

        writer.WriteEndObject();
    }

    private object? ReadRow(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return JsonPlain.Read(json);
        var row = new OrderedDictionary();
        for (int i = 0; i < columns.Count; i++)
        {
            if (json.TryGetProperty(columns[i], out JsonElement cell))
                row[columns[i]] = ScalarDataType.ReadScalar(dtypes[i], cell);
        }

        foreach (JsonProperty more in json.EnumerateObject())
        {
            if (!row.Contains(more.Name))
                row[more.Name] = JsonPlain.Read(more.Value);
        }

        return row;
    }

    private MlemException NotARow(object? row, string place, int number) => InputErrors.Shape(
        Messages.FormatRowOfIsNotObjectWith(number, place, InputValue.Describe(row)),
        Messages.FormatGiveObjectsHashtablesOrRowsOf(InputErrors.List(columns)),
        row);
}
