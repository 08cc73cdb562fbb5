using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;


namespace Mlem.Docker.Python.Values;

/// <summary>Python's <c>int(text, base)</c> and <c>float(text)</c>.</summary>
internal static partial class NumberReading
{
    public static bool TryFloat(string text, out double result)
    {
        result = 0;
        string trimmed = PythonText.Strip(text);
        if (!FloatForm().IsMatch(trimmed)) return false;
        string word = trimmed.TrimStart('+', '-').ToLowerInvariant();
        if (word is "nan" or "inf" or "infinity")
        {
            result = word == "nan" ? double.NaN : trimmed[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        string digits = trimmed.Replace("_", string.Empty, StringComparison.Ordinal);
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out result);
    }

    public static bool TryInteger(string text, int radix, out BigInteger result)
    {
        result = 0;
        if (radix is < 0 or 1 or > 36) return false;
        string digits = PythonText.Strip(text).ToLowerInvariant();
        bool negative = digits.StartsWith('-');
        if (digits.Length > 0 && digits[0] is '-' or '+') digits = digits[1..];
        int prefixed = digits.Length > 1 && digits[0] == '0' ? digits[1] switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 } : 0;
        if (prefixed > 0 && (radix == 0 || radix == prefixed))
        {
            radix = prefixed;
            digits = digits[2..];
            if (digits.StartsWith('_')) digits = digits[1..];
        }
        else if (radix == 0)
        {
            if (digits.StartsWith('0') && digits.Any(c => c is not ('0' or '_'))) return false;
            radix = 10;
        }

        if (digits.Length is 0 or > 4300 || digits.StartsWith('_') || digits.EndsWith('_') || digits.Contains("__", StringComparison.Ordinal)) return false;
        foreach (char c in digits)
        {
            if (c == '_') continue;
            int digit = char.IsAsciiDigit(c) ? c - '0' : c is >= 'a' and <= 'z' ? c - 'a' + 10 : 99;
            if (digit >= radix) return false;
            result = (result * radix) + digit;
        }

        if (negative) result = -result;
        return true;
    }

    [GeneratedRegex(
        @"^[+-]?(?:(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?|nan|inf|infinity)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FloatForm();
}
