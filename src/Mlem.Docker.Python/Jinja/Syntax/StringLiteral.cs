using System.Globalization;
using System.Text;

namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>The escapes of a string literal.</summary>
internal static class StringLiteral
{
    /// <summary>The text that a literal stands for; null when an escape is cut short or unknown to Unicode.</summary>
    public static string? Decode(string literal)
    {
        if (!literal.Contains('\\')) return literal;
        StringBuilder text = new(literal.Length);
        for (int i = 0; i < literal.Length; i++)
        {
            char c = literal[i];
            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            c = literal[++i];
            int digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0)
            {
                if (!AppendHex(text, literal, i + 1, digits)) return null;
                i += digits;
            }
            else if (c is >= '0' and <= '7')
            {
                int end = i;
                while (end < literal.Length && end < i + 3 && literal[end] is >= '0' and <= '7') end++;
                text.Append((char)literal[i..end].Aggregate(0, (value, digit) => (value * 8) + digit - '0'));
                i = end - 1;
            }
            else if (c == 'N')
            {
                return null;
            }
            else
            {
                AppendSimple(text, c);
            }
        }

        return text.ToString();
    }

    private static bool AppendHex(StringBuilder text, string literal, int start, int digits)
    {
        if (start + digits > literal.Length) return false;
        if (!uint.TryParse(literal.AsSpan(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
            return false;
        if (value > 0x10FFFF) return false;
        _ = value < 0x10000 ? text.Append((char)value) : text.Append(new Rune(value).ToString());
        return true;
    }

    private static void AppendSimple(StringBuilder text, char c)
    {
        _ = c switch
        {
            '\n' => text,
            '\\' or '\'' or '"' => text.Append(c),
            'a' => text.Append('\a'),
            'b' => text.Append('\b'),
            'f' => text.Append('\f'),
            'n' => text.Append('\n'),
            'r' => text.Append('\r'),
            't' => text.Append('\t'),
            'v' => text.Append('\v'),

            // Jinja2 turns other characters into escapes before it reads escapes: the backslash meets "\xe9".
            > '\x7f' and <= '\xff' => text.Append($"\\x{(int)c:x2}"),
            > '\xff' when !char.IsSurrogate(c) => text.Append($"\\u{(int)c:x4}"),
            _ => text.Append('\\').Append(c),
        };
    }
}
