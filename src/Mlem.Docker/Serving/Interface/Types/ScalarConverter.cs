using System.Globalization;
using System.Numerics;

namespace Mlem.Docker.Serving;

/// <summary>
/// Turns a value into one of a type, as JSON can hold it: null, a boolean, an integer, a double or text. Text, as a
/// CSV file gives it, is read in the invariant culture, and blank text is a missing value.
/// </summary>
internal static class ScalarConverter
{
    private const NumberStyles FloatStyle = NumberStyles.Float;

    /// <summary>Converts a value.</summary>
    /// <param name="type">The type that it must have.</param>
    /// <param name="value">The value.</param>
    /// <param name="converted">The value for JSON.</param>
    /// <returns>Null, or why it is none of this type: words that follow the place at which it stands.</returns>
    public static string? Convert(ScalarType type, object? value, out object? converted)
    {
        converted = null;
        if (IsMissing(type, value))
            return type.Nullable ? null : Messages.FormatHasNoValueAndCannotBe(type.Name);
        if (type.Kind != ScalarKind.Any && InputValue.IsComposite(value))
            return Messages.FormatIsNotOneValueOfType(InputValue.Describe(value), type.Name);

        converted = type.Kind switch
        {
            ScalarKind.Boolean => Boolean(value!),
            ScalarKind.Integer => Integer(value!),
            ScalarKind.Float => Float(value!),
            ScalarKind.Complex => Float(value!) ?? Text(value!),
            ScalarKind.Text => Text(value!),
            ScalarKind.Time => Time(value!, type.HasZone),
            ScalarKind.Duration => Duration(value!),
            ScalarKind.Any => value,
            _ => null,
        };
        if (converted is BigInteger number && type.Range is { } range && (number < range.Least || number > range.Most))
            return Messages.FormatIsWhichDoesNotFitInto(number, type.Name);
        return converted is null ? Messages.FormatIsWhichIsNo(InputValue.Describe(value), type.Name) : null;
    }

    private static bool IsMissing(ScalarType type, object? value) => value switch
    {
        null or DBNull => true,
        string text => type.Kind is not (ScalarKind.Text or ScalarKind.Any) && string.IsNullOrWhiteSpace(text),
        double number => double.IsNaN(number) && type.Nullable,
        float number => float.IsNaN(number) && type.Nullable,
        _ => false,
    };

    private static object? Boolean(object value) => value switch
    {
        bool flag => flag,
        string text => text.Trim().ToUpperInvariant() switch { "TRUE" or "1" => true, "FALSE" or "0" => false, _ => null },
        _ => Integer(value) switch { BigInteger { IsOne: true } => true, BigInteger { IsZero: true } => false, _ => null },
    };

    private static object? Integer(object value) => value switch
    {
        BigInteger number => number,
        bool flag => flag ? BigInteger.One : BigInteger.Zero,
        sbyte or short or int or long => new BigInteger(System.Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        byte or ushort or uint or ulong => new BigInteger(System.Convert.ToUInt64(value, CultureInfo.InvariantCulture)),
        decimal number => decimal.IsInteger(number) ? new BigInteger(number) : null,
        double number => double.IsInteger(number) ? new BigInteger(number) : null,
        float number => float.IsInteger(number) ? new BigInteger(number) : null,
        string text when BigInteger.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out BigInteger number) => number,
        string text when decimal.TryParse(text, FloatStyle, CultureInfo.InvariantCulture, out decimal number) => Integer(number),
        _ => null,
    };

    private static object? Float(object value) => value switch
    {
        double number => number,
        float number => InputValue.Widen(number),
        string text => double.TryParse(text.Replace("inf", "Infinity", StringComparison.OrdinalIgnoreCase)
            .Replace("Infinityinity", "Infinity", StringComparison.OrdinalIgnoreCase), FloatStyle, CultureInfo.InvariantCulture, out double number) ? number : null,
        decimal number => (double)number,
        _ => Integer(value) is BigInteger number ? (double)number : null,
    };

    private static string? Text(object value) => value switch
    {
        string text => text,
        char character => character.ToString(),
        bool flag => flag ? "True" : "False",
        Enum name => name.ToString(),
        DateTime or DateTimeOffset => (string?)Time(value, true),
        Uri address => address.OriginalString,
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static object? Time(object value, bool zone) => value switch
    {
        string text => text.Trim(),
        DateTime time => time.ToString(
            zone ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => zone
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)
            : Time(time.DateTime, false),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => null,
    };

    // pandas reads "3 days 04:05:06.5" and a negative one as "-3 days -04:05:06".
    private static string? Duration(object value) => value switch
    {
        string text => text.Trim(),
        TimeSpan span => string.Create(
            CultureInfo.InvariantCulture,
            $"{(span < TimeSpan.Zero ? "-" : "")}{span.Duration():d' days 'hh':'mm':'ss'.'fffffff}"),
        _ => null,
    };
}
