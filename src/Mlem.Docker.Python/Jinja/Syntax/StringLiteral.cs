using System.Globalization;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>The escapes of a string literal.</summary>
internal static partial class StringLiteral
{
    /// <summary>The text that a literal stands for; null when an escape is cut short or unknown to Unicode.</summary>
    public static string? Decode(string literal)
    {
        bool valid = true;
        string text = Escape().Replace(literal, escape =>
        {
            string? character = Decode(escape);
            valid &= character is not null;
            return character ?? string.Empty;
        });
        return valid ? text : null;
    }

    private static string? Decode(Match escape)
    {
        if (escape.Groups["hex"] is { Success: true } hex)
        {
            uint value = uint.Parse(hex.ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            return value < 0x10000 ? ((char)value).ToString() : value <= 0x10FFFF ? char.ConvertFromUtf32((int)value) : null;
        }

        if (escape.Groups["octal"] is { Success: true } octal)
            return ((char)octal.Value.Aggregate(0, (value, digit) => (value * 8) + digit - '0')).ToString();
        char c = escape.Value[1];
        return c switch
        {
            'x' or 'u' or 'U' or 'N' => null,
            '\n' => string.Empty,
            '\\' or '\'' or '"' => c.ToString(),
            'a' => "\a",
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'v' => "\v",

            // Jinja2 turns other characters into escapes before it reads escapes: the backslash meets "\xe9".
            > '\x7f' and <= '\xff' => $"\\x{(int)c:x2}",
            > '\xff' when !char.IsSurrogate(c) => $"\\u{(int)c:x4}",
            _ => escape.Value,
        };
    }

    [GeneratedRegex(
        @"\\(?:x(?<hex>[0-9a-fA-F]{2})|u(?<hex>[0-9a-fA-F]{4})|U(?<hex>[0-9a-fA-F]{8})|(?<octal>[0-7]{1,3})|[\s\S])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
