using System.Globalization;
using System.Numerics;
using System.Text;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>What Python's <c>int()</c> and <c>float()</c> make of a text: blanks around, a sign, any script's digits, single underscores between digits.</summary>
internal static class PythonNumbers
{
    /// <summary>Python refuses to make an <c>int</c> of more digits than these.</summary>
    private const int MaxDigits = 4300;

    public static bool TryInteger(string text, out BigInteger number)
    {
        number = default;
        return Plain(text) is { } plain
            && plain.Count(char.IsAsciiDigit) <= MaxDigits
            && plain.All(c => char.IsAsciiDigit(c) || c is '+' or '-')
            && BigInteger.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    public static bool TryFloat(string text, out double number)
    {
        number = default;
        if (Plain(text) is not { } plain)
            return false;
        switch (plain.TrimStart('+', '-').ToLowerInvariant())
        {
            case "inf" or "infinity" when plain.Length - plain.TrimStart('+', '-').Length < 2:
                number = plain[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
                return true;
            case "nan" when plain.Length < 5:
                number = double.NaN;
                return true;
            default:
                const NumberStyles Style =
                    NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
                return plain.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.' or 'e' or 'E')
                    && double.TryParse(plain, Style, CultureInfo.InvariantCulture, out number);
        }
    }

    /// <summary>The text in ASCII digits, without blanks around and underscores; null when an underscore stands wrong.</summary>
    private static string? Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            int digit = Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? (int)Rune.GetNumericValue(rune) : -1;
            plain.Append(digit >= 0 ? ((char)('0' + digit)).ToString() : IsBlank(rune) ? " " : rune.ToString());
        }

        string trimmed = plain.ToString().Trim(' ');
        for (int i = trimmed.IndexOf('_'); i >= 0; i = trimmed.IndexOf('_', i + 1))
        {
            if (i == 0 || i == trimmed.Length - 1 || !char.IsAsciiDigit(trimmed[i - 1]) || !char.IsAsciiDigit(trimmed[i + 1]))
                return null;
        }

        return trimmed.Length == 0 ? null : trimmed.Replace("_", string.Empty, StringComparison.Ordinal);
    }

    private static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is >= 0x1C and <= 0x1F;
}
