using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mlem.Docker.Host.Output;

/// <summary>
/// An object as one line of JSON: properties as PowerShell names them, enums as their names, dates and durations as
/// ISO 8601 and invariant text. Lists and tables nest freely; objects inside objects end at a depth, where their
/// text stands instead.
/// </summary>
internal sealed class JsonLine
{
    private const int MaximumObjectDepth = 5;
    private const int MaximumDepth = 60;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json;

    private JsonLine(Utf8JsonWriter json) => _json = json;

    /// <summary>The line, without a line break.</summary>
    public static string From(object? value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
            new JsonLine(json).Write(value, 0, 0);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private void Write(object? value, int depth, int objects)
    {
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        if (WriteScalar(plain))
            return;
        if (depth > MaximumDepth)
            _json.WriteStringValue(plain!.ToString());
        else if (plain is IDictionary dictionary)
            WriteDictionary(dictionary, depth, objects);
        else if (plain is IEnumerable items and not PSObject)
            WriteList(items, depth, objects);
        else if (objects < MaximumObjectDepth && !(plain is FileSystemInfo && objects > 0))
            WriteObject(PSObject.AsPSObject(value!), depth, objects);
        else
            _json.WriteStringValue(plain!.ToString());
    }

    private bool WriteScalar(object? value)
    {
        switch (value)
        {
            case null or DBNull or SecureString:
                _json.WriteNullValue();
                return true;
            case bool flag:
                _json.WriteBooleanValue(flag);
                return true;
            case SwitchParameter flag:
                _json.WriteBooleanValue(flag.IsPresent);
                return true;
            case double.NaN or double.PositiveInfinity or double.NegativeInfinity
                or float.NaN or float.PositiveInfinity or float.NegativeInfinity:
                _json.WriteStringValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                return true;
            case Enum name:
                _json.WriteStringValue(name.ToString());
                return true;
            case sbyte or byte or short or ushort or int or uint or long or ulong
                or BigInteger or Half or float or double or decimal:
                _json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                return true;
            case DateTime or DateTimeOffset or DateOnly or TimeOnly:
                _json.WriteStringValue(((IFormattable)value).ToString("o", CultureInfo.InvariantCulture));
                return true;
            case string or char or TimeSpan or Guid or Uri or Version or SemanticVersion or ScriptBlock or Type
                or System.Net.IPAddress:
                _json.WriteStringValue(value.ToString());
                return true;
            default:
                return false;
        }
    }

    private void WriteDictionary(IDictionary dictionary, int depth, int objects)
    {
        _json.WriteStartObject();
        foreach (DictionaryEntry entry in dictionary)
        {
            _json.WritePropertyName(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "");
            Write(entry.Value, depth + 1, objects);
        }

        _json.WriteEndObject();
    }

    private void WriteList(IEnumerable items, int depth, int objects)
    {
        _json.WriteStartArray();
        foreach (object? item in items)
            Write(item, depth + 1, objects);
        _json.WriteEndArray();
    }

    private void WriteObject(PSObject value, int depth, int objects)
    {
        _json.WriteStartObject();
        foreach (PSPropertyInfo property in value.Properties)
        {
            if (!property.IsGettable)
                continue;
            _json.WritePropertyName(property.Name);
            Write(ValueOf(property), depth + 1, objects + 1);
        }

        _json.WriteEndObject();
    }

    // A getter that throws is a property without a value, as PowerShell shows it.
    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}
