using System.Globalization;
using System.Numerics;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Yaml;

/// <summary>Truth values and numbers as PyYAML's constructor reads them, null where Python raises an error.</summary>
internal static class ScalarParser
{
    // Python's own bound on reading decimal digits (sys.int_info.default_max_str_digits).
    private const int MostDecimalDigits = 4300;

    // As many digits to the base of 60 are more decimal ones than that.
    private const int MostSexagesimalParts = 2420;

    // Python reads such a number in another base, but cannot write it again: str() is an error, and so is every hash.
    private static readonly BigInteger TooBig = BigInteger.Pow(10, MostDecimalDigits);

    public static bool? Boolean(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" or "on" => true,
        "no" or "false" or "off" => false,
        _ => null,
    };

    public static BigInteger? Integer(string text)
    {
        if (text.Length < 18 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long quick)
            && (quick == 0 ? text is "0" or "-0" or "+0" : !text.AsSpan().TrimStart("+-").StartsWith("0")))
        {
            return quick;
        }

        string digits = text.Replace("_", string.Empty);
        bool isNegative = digits.StartsWith('-');
        if (isNegative || digits.StartsWith('+')) digits = digits[1..];
        BigInteger? value = digits switch
        {
            "" => null,
            ['0', 'b', .. string binary] => ParseDigits(binary, 2),
            ['0', 'x', .. string hexadecimal] => ParseDigits(hexadecimal, 16),
            "0" => BigInteger.Zero,
            ['0', ..] => ParseDigits(digits, 8),
            _ when digits.Contains(':') => ParseSexagesimal(digits),
            _ => ParseDigits(digits, 10),
        };
        return value >= TooBig || value <= -TooBig ? null : isNegative ? -value : value;
    }

    public static double? Float(string text)
    {
        string digits = text.Replace("_", string.Empty).ToLowerInvariant();
        if (digits.Length == 0) return null;
        bool isNegative = digits.StartsWith('-');
        if (isNegative || digits.StartsWith('+')) digits = digits[1..];
        double? value = digits switch
        {
            ".inf" => double.PositiveInfinity,
            ".nan" => double.NaN,
            _ when digits.Contains(':') => ParseSexagesimalFloat(digits),
            _ => ParseFloat(digits),
        };
        return isNegative ? -value : value;
    }

    private static BigInteger? ParseSexagesimal(string text)
    {
        BigInteger value = BigInteger.Zero;
        string[] parts = text.Split(':');
        if (parts.Length > MostSexagesimalParts) return null;
        foreach (string part in parts)
        {
            if (ParseDigits(part, 10) is not { } digit) return null;
            value = (value * 60) + digit;
        }

        return value;
    }

    private static double? ParseSexagesimalFloat(string text)
    {
        double value = 0;
        BigInteger unit = 1;
        foreach (string part in Enumerable.Reverse(text.Split(':')))
        {
            // Python makes a float of the unit, which fails beyond the largest one.
            if (ParseFloat(part) is not { } digit || !double.IsFinite((double)unit)) return null;
            value += digit * (double)unit;
            unit *= 60;
        }

        return value;
    }

    private static double? ParseFloat(string text) => NumberReading.TryFloat(text, out double value) ? value : null;

    private static BigInteger? ParseDigits(string text, int numberBase) =>
        NumberReading.TryInteger(text, numberBase, out BigInteger value) ? value : null;
}
