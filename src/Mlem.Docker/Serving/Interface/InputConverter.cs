using System.Buffers;
using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mlem.Docker.Serving;

namespace Mlem.Docker;

/// <summary>
/// Makes requests from values: checks them against a method's signature and writes the JSON that MLEM reads. Inputs
/// are dictionaries, lists, single values, or text with JSON: the arguments by name, or the value of the only one.
/// </summary>
/// <param name="method">The method.</param>
/// <param name="batchSize">How many rows go into one request at most; 0 for all.</param>
public sealed class InputConverter(ServerMethod method, int batchSize = 0)
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<object?> _items = [];
    private int _sent;
    private bool _spoiled;

    private ServerArgument? Only => method.Arguments.Count == 1 ? method.Arguments[0] : null;

    /// <summary>Takes one input of many, and gives the requests that are complete with it.</summary>
    /// <param name="input">The input.</param>
    /// <returns>Requests to be sent, often none: rows wait for <see cref="Complete"/>.</returns>
    /// <exception cref="MlemException">The input is none that the method takes.</exception>
    public IReadOnlyList<PredictionRequest> Add(object? input)
    {
        object? value = Parsed(input);
        if (Only is not { IsBinary: false, DataType.Collects: true } argument || IsNamed(value))
            return [.. Complete(), ConvertParsed(value)];
        if (_spoiled)
            return [];
        _items.AddRange(Items(argument, value));
        var complete = new List<PredictionRequest>();
        while (batchSize > 0 && _items.Count >= batchSize)
            complete.Add(Take(argument, batchSize));
        return complete;
    }

    /// <summary>Ends the input, and gives the request with the rows that are left.</summary>
    /// <exception cref="MlemException">A row is none that the method takes.</exception>
    public IReadOnlyList<PredictionRequest> Complete() =>
        _items.Count > 0 && Only is { } argument ? [Take(argument, _items.Count)] : [];

    /// <summary>One request from one input.</summary>
    /// <param name="input">The value of the only argument, or the arguments by name.</param>
    /// <exception cref="MlemException">The input is none that the method takes.</exception>
    public PredictionRequest Convert(object? input) => ConvertParsed(Parsed(input));

    private PredictionRequest ConvertParsed(object? value)
    {
        if (Only is { IsBinary: true })
            return Binary(value is IDictionary named && IsNamed(named) ? named.Values.Cast<object?>().Single() : value);
        if (IsNamed(value))
            return Named((IDictionary)value!);
        if (Only is { } argument)
            return Build(w => argument.DataType.Write(w, value, $"'{argument.Name}'"), argument);
        if (method.Arguments.Count == 0 && value is null or IDictionary { Count: 0 })
            return Named(new Hashtable());
        throw InputErrors.Names(
            Messages.FormatMethodHasArgumentsAndInputIs(method.Name, method.Arguments.Count, InputValue.Describe(value)),
            Messages.FormatGiveHashtableOrObjectWith(InputErrors.List(method.Arguments.Select(a => a.Name))),
            value);
    }

    // A batch that lacks a row would answer for other rows than were given: it is left out whole.
    private IReadOnlyList<object?> Items(ServerArgument argument, object? value)
    {
        try
        {
            return argument.DataType.Items(value);
        }
        catch (MlemException)
        {
            _sent += _items.Count;
            _items.Clear();
            _spoiled = batchSize == 0;
            throw;
        }
    }

    private PredictionRequest Take(ServerArgument argument, int count)
    {
        List<object?> items = _items.GetRange(0, count);
        _items.RemoveRange(0, count);
        int first = _sent + 1;
        _sent += count;
        return Build(w => argument.DataType.WriteItems(w, items, $"'{argument.Name}'", first), argument);
    }

    // MLEM's server wants all arguments, also those that have a default: that one is sent.
    private PredictionRequest Named(IDictionary given)
    {
        HashSet<string> optional = [.. method.Arguments.Where(a => !a.Required).Select(a => a.Name)];
        IReadOnlyList<object> keys = RowKeys.Match(
            [.. method.Arguments.Select(a => a.Name)], given, Messages.FormatInputOfMethod(method.Name), optional);
        return Build(writer =>
        {
            for (int i = 0; i < keys.Count; i++)
            {
                ServerArgument argument = method.Arguments[i];
                writer.WritePropertyName(argument.Name);
                if (keys[i] == RowKeys.Absent)
                    JsonPlain.Write(writer, argument.Default);
                else
                    argument.DataType.Write(writer, given[keys[i]], $"'{argument.Name}'");
            }
        });
    }

    // A dictionary is the arguments by name, unless the only argument can itself have such a key.
    private bool IsNamed(object? value)
    {
        if (value is not IDictionary given)
            return false;
        if (Only is not { } argument)
            return true;
        return given.Count == 1 && given.Contains(argument.Name) && argument.DataType switch
        {
            DataFrameType frame => InputValue.IsComposite(given[argument.Name]) || !frame.HasColumn(argument.Name),
            DictType dict => given[argument.Name] is IDictionary || !dict.HasKey(argument.Name),
            _ => true,
        };
    }

    private object? Parsed(object? input)
    {
        if (input is JsonElement json)
            return JsonPlain.Read(json);
        if (input is not string text || Only is { IsBinary: true } or { DataType: ScalarDataType { IsText: true } })
            return input;
        if (text.AsSpan().TrimStart() is not (['{', ..] or ['[', ..]))
            return input;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return JsonPlain.Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new MlemException(
                "InputJsonInvalid",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatInputJsonInvalid(InputValue.Describe(text), e.LineNumber + 1, e.BytePositionInLine + 1),
                text,
                Messages.InputJsonInvalidRemedy,
                e);
        }
    }

    private PredictionRequest Binary(object? value) => value switch
    {
        byte[] bytes => PredictionRequest.FromBytes(method, bytes),
        FileInfo { Exists: true } file => PredictionRequest.FromFile(method, file.FullName),
        string path when File.Exists(path) => PredictionRequest.FromFile(method, path),
        _ => throw InputErrors.ValueInvalid(
            $"'{Only!.Name}'", Messages.FormatIsAndMustBeBytesOr(InputValue.Describe(value)), value),
    };

    private PredictionRequest Build(Action<Utf8JsonWriter> writeValue, ServerArgument? argument = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            if (argument is not null)
                writer.WritePropertyName(argument.Name);
            writeValue(writer);
            writer.WriteEndObject();
        }

        return PredictionRequest.FromJson(method, buffer.WrittenMemory);
    }
}
