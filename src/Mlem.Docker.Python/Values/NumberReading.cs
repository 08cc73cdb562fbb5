using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Python.Values;

/// <summary>
/// Python's <c>int(text, base)</c> and <c>float(text)</c>: blanks around, a sign, any script's digits, single
/// underscores between digits.
/// </summary>
public static partial class NumberReading
{
    /// <summary>Python refuses to make an <c>int</c> of more digits than these.</summary>
    private const int MaxDigits = 4300;

    /// <summary>Python's <c>float(text)</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="result">The number.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryFloat(string text, out double result)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!text.AsSpan().ContainsAnyExcept("0123456789+-.eE"))
            return double.TryParse(text, Style, CultureInfo.InvariantCulture, out result);
        result = 0;
        string plain = Plain(text);
        string word = plain.TrimStart('+', '-').ToLowerInvariant();
        if (word is "nan" or "inf" or "infinity")
        {
            result = word == "nan" ? double.NaN : plain[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return plain.Length - word.Length < 2;
        }

        return FloatForm().IsMatch(plain)
            && double.TryParse(plain.Replace("_", string.Empty, StringComparison.Ordinal), Style, CultureInfo.InvariantCulture, out result);
    }

    /// <summary>Python's <c>int(text)</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="result">The number.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryInteger(string text, out BigInteger result) => TryInteger(text, 10, out result);

    /// <summary>Python's <c>int(text, radix)</c>; the base 0 takes the prefix of the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="radix">0, or 2 to 36.</param>
    /// <param name="result">The number.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryInteger(string text, int radix, out BigInteger result)
    {
        result = 0;
        if (radix is < 0 or 1 or > 36) return false;
        string digits = Plain(text).ToLowerInvariant();
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

        if (!DigitForm().IsMatch(digits) || (!BitOperations.IsPow2(radix) && digits.Count(c => c != '_') > MaxDigits)) return false;
        digits = digits.Replace("_", string.Empty, StringComparison.Ordinal);
        if (digits.Any(c => Digit(c) >= radix)) return false;
        result = radix switch
        {
            10 => BigInteger.Parse(digits, CultureInfo.InvariantCulture),
            16 => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            2 => BigInteger.Parse("0" + digits, NumberStyles.BinaryNumber, CultureInfo.InvariantCulture),
            8 => BigInteger.Parse(
                "0" + string.Concat(digits.Select(c => Convert.ToString(Digit(c), 2).PadLeft(3, '0'))),
                NumberStyles.BinaryNumber,
                CultureInfo.InvariantCulture),
            _ => digits.Aggregate(BigInteger.Zero, (value, c) => (value * radix) + Digit(c)),
        };
        if (negative) result = -result;
        return true;
    }

    private static int Digit(char c) => char.IsAsciiDigit(c) ? c - '0' : c - 'a' + 10;

    /// <summary>The text in ASCII digits, without blanks around.</summary>
    private static string Plain(string text)
    {
        if (Ascii.IsValid(text)) return PythonText.Strip(text);
        return PythonText.Strip(string.Concat(text.EnumerateRunes().Select(rune =>
            Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
                ? ((int)Rune.GetNumericValue(rune)).ToString(CultureInfo.InvariantCulture)
                : rune.ToString())));
    }

    [GeneratedRegex("^[0-9a-z]+(?:_[0-9a-z]+)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex DigitForm();

    [GeneratedRegex(
        @"^[+-]?(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex FloatForm();
}
