using System.Globalization;
using System.Numerics;
using System.Text;
using Mlem.Docker.Python.Values;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>pydantic's <c>str</c>: text stays, numbers become text as Python's <c>str()</c> writes them, bytes are UTF-8.</summary>
internal sealed class TextType : SchemaType
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public override string Description => "text";

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context) => value switch
    {
        YamlString => value,
        YamlInteger i => new YamlString(i.Value.ToString(CultureInfo.InvariantCulture)) { Mark = value.Mark },
        YamlFloat f => new YamlString(PythonFloat.Repr(f.Value)) { Mark = value.Mark },
        // In Python a bool is an int, so pydantic makes 'True' of it.
        YamlBoolean b => new YamlString(b.Value ? "True" : "False") { Mark = value.Mark },
        YamlBinary b when OfBytes(b) is { } text => new YamlString(text) { Mark = value.Mark },
        _ => throw Mismatch(value, path, context),
    };

    /// <summary>The text that bytes hold, as Python's <c>decode()</c> reads them; null when they hold none.</summary>
    public static string? OfBytes(YamlBinary bytes)
    {
        try
        {
            return Utf8.GetString(bytes.Value.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <summary>pydantic's <c>int</c>: whole numbers, and what Python's <c>int()</c> makes of text, floats and bools.</summary>
internal sealed class IntegerType : SchemaType
{
    public override string Description => Messages.AWholeNumber;

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context) => value switch
    {
        YamlInteger => value,
        YamlBoolean b => new YamlInteger(b.Value ? 1 : 0) { Mark = value.Mark },
        YamlFloat { Value: var d } when double.IsFinite(d) =>
            new YamlInteger(new BigInteger(Math.Truncate(d))) { Mark = value.Mark },
        YamlString s when NumberReading.TryInteger(s.Value, out BigInteger number) =>
            new YamlInteger(number) { Mark = value.Mark },
        YamlBinary b when NumberReading.TryInteger(TextType.OfBytes(b) ?? string.Empty, out BigInteger number) =>
            new YamlInteger(number) { Mark = value.Mark },
        _ => throw Mismatch(value, path, context),
    };
}

/// <summary>pydantic's <c>float</c>.</summary>
internal sealed class FloatType : SchemaType
{
    public override string Description => "a number";

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context) => value switch
    {
        YamlFloat => value,
        // Python's float() refuses an int beyond the largest float.
        YamlInteger i when double.IsFinite((double)i.Value) => new YamlFloat((double)i.Value) { Mark = value.Mark },
        YamlBoolean b => new YamlFloat(b.Value ? 1 : 0) { Mark = value.Mark },
        YamlString s when NumberReading.TryFloat(s.Value, out double d) => new YamlFloat(d) { Mark = value.Mark },
        YamlBinary b when NumberReading.TryFloat(TextType.OfBytes(b) ?? string.Empty, out double d) =>
            new YamlFloat(d) { Mark = value.Mark },
        _ => throw Mismatch(value, path, context),
    };
}

/// <summary>pydantic's <c>bool</c>: also 0, 1 and the words yes/no, on/off, true/false, t/f, y/n.</summary>
internal sealed class BooleanType : SchemaType
{
    public override string Description => Messages.TrueOrFalse;

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context)
    {
        bool? truth = value switch
        {
            YamlBoolean b => b.Value,
            YamlInteger { Value: var i } when i.IsZero => false,
            YamlInteger { Value: var i } when i.IsOne => true,
            YamlFloat { Value: 0 } => false,
            YamlFloat { Value: 1 } => true,
            YamlString s => OfWord(s.Value),
            YamlBinary b => OfWord(TextType.OfBytes(b) ?? string.Empty),
            _ => null,
        };
        return new YamlBoolean(truth ?? throw Mismatch(value, path, context)) { Mark = value.Mark };
    }

    private static bool? OfWord(string word) => word.ToLowerInvariant() switch
    {
        "1" or "on" or "t" or "true" or "y" or "yes" => true,
        "0" or "off" or "f" or "false" or "n" or "no" => false,
        _ => null,
    };
}
