using System.Globalization;
using System.Numerics;

namespace Mlem.Docker.Templates.Values;

/// <summary>Digits of numbers for the format languages.</summary>
internal static class NumberText
{
    /// <summary>Digits of an int that is not negative.</summary>
    public static string Digits(BigInteger value, char type)
    {
        string text = type switch
        {
            'b' => value.ToString("b", CultureInfo.InvariantCulture),
            'x' or 'X' => value.ToString(type.ToString(), CultureInfo.InvariantCulture),
            'o' => Octal(value.ToString("b", CultureInfo.InvariantCulture)),
            _ => PyText.Integer(value),
        };
        string digits = text.TrimStart('0');
        return digits.Length == 0 ? "0" : digits;
    }

    /// <summary>A float that is not negative, as <c>e f g</c> or their capitals say.</summary>
    public static string Float(double value, char type, int precision, bool alternate)
    {
        if (precision > 10_000) throw PythonError.Value("precision too big");
        string text = char.ToLowerInvariant(type) switch
        {
            'f' => PyFloat.Fixed(value, precision),
            'e' => PyFloat.Scientific(value, precision),
            _ => PyFloat.General(value, precision, alternate),
        };
        if (alternate && double.IsFinite(value) && !text.Contains('.'))
        {
            int exponent = text.IndexOf('e', StringComparison.Ordinal);
            text = text.Insert(exponent < 0 ? text.Length : exponent, ".");
        }

        return char.IsUpper(type) ? text.ToUpperInvariant() : text;
    }

    private static string Octal(string bits)
    {
        bits = bits.PadLeft((bits.Length + 2) / 3 * 3, '0');
        return string.Concat(bits.Chunk(3).Select(b => (char)('0' + (((b[0] - '0') * 4) + ((b[1] - '0') * 2) + (b[2] - '0')))));
    }
}
