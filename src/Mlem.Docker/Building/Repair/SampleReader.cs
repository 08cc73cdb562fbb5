using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Mlem.Docker.Metadata;
using Mlem.Docker.Serving;

namespace Mlem.Docker.Building;

/// <summary>Reads samples: files with CSV or JSON, and values.</summary>
internal static class SampleReader
{
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>A file: CSV by its ending, else JSON.</summary>
    /// <exception cref="MlemException"><c>SampleInvalid</c>, or the file cannot be read.</exception>
    public static ModelSample FromFile(string path, SampleType type)
    {
        string text;
        try
        {
            using FileStream file = RegularFile.OpenRead(path);
            if (file.Length > MaxBytes)
                throw Invalid(Messages.FormatSampleTooLarge(ByteSize.Format(MaxBytes)), path);
            using var reader = new StreamReader(file, Encoding.UTF8);
            text = reader.ReadToEnd();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid(error.Message, path, error);
        }

        return Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase)
            ? FromValue(CsvRows.Read(text) ?? throw Invalid(Messages.SampleHasNoRows, path), type)
            : FromJson(text, type, path);
    }

    /// <summary>Text with JSON.</summary>
    /// <exception cref="MlemException"><c>SampleInvalid</c>.</exception>
    public static ModelSample FromJson(string text, SampleType type, string? path = null)
    {
        try
        {
            using JsonDocument json = PeerJson.Parse(Encoding.UTF8.GetBytes(text));
            return FromValue(JsonPlain.Read(json.RootElement), type);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Invalid(error.Message, path, error);
        }
    }

    /// <summary>A value of dictionaries, lists and single values.</summary>
    /// <exception cref="MlemException"><c>SampleInvalid</c>: it has no form in JSON.</exception>
    public static ModelSample FromValue(object? value, SampleType type)
    {
        value = Unwrap(value, ref type);
        if (type == SampleType.Auto)
            type = Guess(value);
        // Of one row is made a table with one row; of columns pandas makes the same.
        if (type == SampleType.DataFrame && value is IDictionary fields && fields.Values.Cast<object?>().All(v => Items(v) is null))
            value = new object?[] { value };
        if (value is null || Items(value) is { Count: 0 })
            throw Invalid(Messages.SampleHasNoRows, null);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (JsonPlain.Write(writer, value) is { } problem)
                throw Invalid(Messages.FormatSampleHasNoJson(problem), null);
        }

        return new ModelSample(type, Encoding.UTF8.GetString(buffer.ToArray())) { IsOrdered = !(Items(value) ?? [value]).Any(HasNoOrder) };
    }

    // What is sent to a server is taken too: {"data": {"values": [...]}}.
    private static object? Unwrap(object? value, ref SampleType type)
    {
        if (value is IDictionary { Count: 1 } body && body["data"] is { } data && (data is IDictionary || Items(data) is not null))
            value = data;
        if (value is IDictionary { Count: 1 } table && table["values"] is { } rows && Items(rows) is { Count: > 0 } list && list.All(r => r is IDictionary))
        {
            type = type == SampleType.Auto ? SampleType.DataFrame : type;
            value = rows;
        }

        return value;
    }

    private static bool HasNoOrder(object? value) => value is Hashtable { Count: > 1 } and not IOrderedDictionary;

    private static SampleType Guess(object? value)
    {
        if (value is IDictionary || (Items(value) is { Count: > 0 } rows && rows.All(r => r is IDictionary)))
            return SampleType.DataFrame;
        return IsNumbers(value) ? SampleType.Array : SampleType.List;
    }

    private static bool IsNumbers(object? value) =>
        Items(value) is { Count: > 0 } list && list.All(v => Items(v) is null ? IsNumber(v) : IsNumbers(v));

    private static bool IsNumber(object? value) => value is System.Numerics.BigInteger
        || (value is not (null or Enum) && Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal);

    private static IReadOnlyList<object?>? Items(object? value) =>
        value is null or string or IDictionary ? null : InputValue.AsList(value);

    private static MlemException Invalid(string reason, string? path, Exception? inner = null) => new(
        "SampleInvalid", MlemErrorCategory.InvalidData, Messages.FormatSampleInvalid(path ?? "-SampleInput", reason), path, Messages.SampleInvalidRemedy, inner);
}

/// <summary>Rows of CSV (RFC 4180), with numbers where a whole column is numbers, as pandas reads them.</summary>
internal static class CsvRows
{
    /// <summary>Dictionaries by the names of the first row; rows of numbers where that has no names; null for no rows.</summary>
    public static object?[]? Read(string text)
    {
        List<string[]> lines = [.. Lines(text.TrimStart('\uFEFF')).Where(l => l is not [""])];
        if (lines.Count == 0)
            return null;
        bool isNamed = !lines[0].All(cell => Number(cell) is not null);
        List<string[]> rows = isNamed ? lines[1..] : lines;
        if (rows.Count == 0)
            return null;
        string[] names = isNamed ? lines[0] : [.. Enumerable.Range(0, lines[0].Length).Select(i => $"{i}")];
        object?[][] columns = [.. names.Select((_, i) => Column([.. rows.Select(r => i < r.Length ? r[i] : string.Empty)]))];
        return [.. rows.Select((_, row) => isNamed ? Named(names, columns, row) : columns.Select(c => c[row]).ToArray())];
    }

    /// <summary>The values of a column: integers, or numbers, where all are; else texts.</summary>
    public static object?[] Column(string[] cells)
    {
        object?[] numbers = [.. cells.Select(c => c.Length == 0 ? null : Number(c))];
        if (cells.Where(c => c.Length > 0).Any(c => Number(c) is null) || numbers.All(n => n is null))
            return [.. cells.Select(c => c.Length == 0 ? null : (object?)c)];
        return numbers.All(n => n is long) ? numbers : [.. numbers.Select(n => n is long whole ? (double)whole : n)];
    }

    private static object Named(string[] names, object?[][] columns, int row)
    {
        var fields = new OrderedDictionary();
        for (int i = 0; i < names.Length; i++)
            fields[names[i]] = columns[i][row];
        return fields;
    }

    private static object? Number(string cell) =>
        long.TryParse(cell.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole
        : double.TryParse(cell.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number
        : null;

    private static IEnumerable<string[]> Lines(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted)
            {
                if (c != '"')
                    cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    cell.Append(text[i++]);
                else
                    quoted = false;
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == ',' || c == '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    yield return [.. cells];
                    cells.Clear();
                }
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        if (cells.Count > 0 || cell.Length > 0)
            yield return [.. cells, cell.ToString()];
    }
}
