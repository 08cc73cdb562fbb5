using System.Globalization;
using System.Numerics;
using System.Text;

namespace Mlem.Docker.Templates.Values;

/// <summary>How Python writes floats, and rounds them: exactly, ties to even.</summary>
internal static class PyFloat
{
    public static string Repr(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        string sign = value < 0 || (value == 0 && double.IsNegative(value)) ? "-" : string.Empty;
        if (value == 0) return sign + "0.0";
        (string digits, int exponent) = Shortest(Math.Abs(value));
        return sign + (exponent is < -4 or >= 16
            ? $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : string.Empty)}{Exponent(exponent)}"
            : Plain(digits, exponent));
    }

    /// <summary>As <c>'%.nf'</c>.</summary>
    public static string Fixed(double value, int precision)
    {
        if (!double.IsFinite(value)) return Repr(value);
        (BigInteger numerator, BigInteger denominator) = Fraction(Math.Abs(value));
        string digits = RoundHalfEven(numerator * BigInteger.Pow(10, precision), denominator)
            .ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
        string text = precision == 0 ? digits : $"{digits[..^precision]}.{digits[^precision..]}";
        return double.IsNegative(value) ? "-" + text : text;
    }

    /// <summary>As <c>'%.ne'</c>.</summary>
    public static string Scientific(double value, int precision)
    {
        if (!double.IsFinite(value)) return Repr(value);
        (string digits, int exponent) = Rounded(Math.Abs(value), precision + 1);
        string fraction = precision == 0 ? string.Empty : "." + digits[1..];
        return $"{(double.IsNegative(value) ? "-" : string.Empty)}{digits[0]}{fraction}{Exponent(exponent)}";
    }

    /// <summary>As <c>'%.ng'</c>; <paramref name="alternate"/> keeps trailing zeros.</summary>
    public static string General(double value, int precision, bool alternate)
    {
        if (!double.IsFinite(value)) return Repr(value);
        precision = Math.Max(precision, 1);
        (string digits, int exponent) = Rounded(Math.Abs(value), precision);
        string text;
        if (exponent < -4 || exponent >= precision)
        {
            string mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            text = (alternate ? mantissa : Trim(mantissa)) + Exponent(exponent);
        }
        else
        {
            text = Fixed(Math.Abs(value), Math.Max(0, precision - 1 - exponent));
            if (!alternate) text = Trim(text);
        }

        return double.IsNegative(value) ? "-" + text : text;
    }

    /// <summary>Python's <c>round(value, places)</c>.</summary>
    public static double Round(double value, int places)
    {
        if (!double.IsFinite(value) || places > 330) return value;
        if (places >= 0) return double.Parse(Fixed(value, places), CultureInfo.InvariantCulture);
        if (places < -330) return 0.0 * value;
        (BigInteger numerator, BigInteger denominator) = Fraction(Math.Abs(value));
        BigInteger unit = BigInteger.Pow(10, -places);
        double rounded = PyNumber.ToDouble(RoundHalfEven(numerator, denominator * unit) * unit);
        return double.IsNegative(value) ? -rounded : rounded;
    }

    /// <summary>An int's or a float's exact value as a fraction.</summary>
    public static (BigInteger Numerator, BigInteger Denominator) Fraction(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        int power = Math.Max(exponent, 1) - 1075;
        if (bits < 0) mantissa = -mantissa;
        return power >= 0 ? (mantissa << power, BigInteger.One) : (mantissa, BigInteger.One << -power);
    }

    public static BigInteger RoundHalfEven(BigInteger numerator, BigInteger denominator)
    {
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    private static (string Digits, int Exponent) Rounded(double value, int count)
    {
        if (value == 0) return (new string('0', count), 0);
        int exponent = (int)Math.Floor(Math.Log10(value));
        (BigInteger numerator, BigInteger denominator) = Fraction(value);
        while (true)
        {
            int scale = count - 1 - exponent;
            BigInteger rounded = scale >= 0
                ? RoundHalfEven(numerator * BigInteger.Pow(10, scale), denominator)
                : RoundHalfEven(numerator, denominator * BigInteger.Pow(10, -scale));
            string digits = rounded.ToString(CultureInfo.InvariantCulture);
            if (digits.Length == count) return (digits, exponent);
            exponent += digits.Length > count ? 1 : -1;
        }
    }

    private static (string Digits, int Exponent) Shortest(double value)
    {
        // The shortest digits that read back as the same float, which is what "R" gives, in any notation.
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        int e = shortest.IndexOf('E', StringComparison.Ordinal);
        string mantissa = e < 0 ? shortest : shortest[..e];
        int exponent = e < 0 ? 0 : int.Parse(shortest[(e + 1)..], CultureInfo.InvariantCulture);
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        string digits = mantissa.Replace(".", string.Empty, StringComparison.Ordinal);
        string significant = digits.TrimStart('0');
        exponent -= digits.Length - significant.Length;
        return (significant.TrimEnd('0') is { Length: > 0 } trimmed ? trimmed : "0", exponent);
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0) return "0." + new string('0', -exponent - 1) + digits;
        if (digits.Length <= exponent + 1) return digits.PadRight(exponent + 1, '0') + ".0";
        return $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    private static string Exponent(int exponent)
    {
        StringBuilder text = new(exponent < 0 ? "e-" : "e+");
        return text.Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }

    private static string Trim(string text) =>
        text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
}
