using System.Globalization;
using System.Numerics;
using System.Text;

namespace Mlem.Docker.Python.Pickles;

/// <summary>The numbers and texts of the opcodes whose argument is a line (protocol 0).</summary>
internal static class PickleLiteral
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A number as Python's <c>int()</c> reads it; null for what is none.</summary>
    public static BigInteger? Integer(byte[] line)
    {
        string text = Encoding.UTF8.GetString(line).Trim();
        string digits = text.TrimStart('+', '-');
        if (text.Length - digits.Length > 1 || digits.Length == 0 || digits[0] == '_' || digits[^1] == '_'
            || digits.Contains("__", StringComparison.Ordinal))
        {
            return null;
        }

        var plain = new StringBuilder(text[0] == '-' ? "-" : string.Empty);
        foreach (char c in digits.Where(c => c != '_'))
        {
            int digit = CharUnicodeInfo.GetDecimalDigitValue(c);
            if (digit < 0)
                return null;
            plain.Append((char)('0' + digit));
        }

        return plain.Length <= 5000 ? BigInteger.Parse(plain.ToString(), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>UTF-8, in which Python also lets halves of surrogates through; null for what is none.</summary>
    public static string? Text(byte[] utf8, bool strict = true)
    {
        try
        {
            return Utf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            return strict ? null : Encoding.UTF8.GetString(utf8);
        }
    }

    /// <summary>A quoted text of the opcode STRING, with its escapes; null for one without quotes.</summary>
    public static string? Quoted(byte[] line)
    {
        string text = Encoding.Latin1.GetString(line).TrimEnd();
        if (text.Length < 2 || text[0] is not ('\'' or '"') || text[^1] != text[0])
            return null;
        return Unescape(text[1..^1], strings: true);
    }

    /// <summary>The text of the opcode UNICODE, of whose escapes there is only <c>\u</c>.</summary>
    public static string? RawUnicode(byte[] line) => Unescape(Encoding.Latin1.GetString(line), strings: false);

    private static string? Unescape(string text, bool strings)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            char kind = text[++i];
            int digits = (kind, strings) switch { ('x', true) => 2, ('u', false) => 4, ('U', false) => 8, _ => 0 };
            if (digits > 0)
            {
                if (i + digits >= text.Length || !int.TryParse(text.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
                    || code is > 0x10ffff or < 0)
                {
                    return null;
                }

                result.Append(code > 0xffff ? char.ConvertFromUtf32(code) : ((char)code).ToString());
                i += digits;
            }
            else if (strings && kind is >= '0' and <= '7')
            {
                int code = 0, read = 0;
                for (; read < 3 && i + read < text.Length && text[i + read] is >= '0' and <= '7'; read++)
                    code = (code * 8) + text[i + read] - '0';
                result.Append((char)(code & 0xff));
                i += read - 1;
            }
            else if (strings && Simple(kind) is { } simple)
            {
                result.Append(simple);
            }
            else
            {
                result.Append('\\').Append(kind);
            }
        }

        return result.ToString();
    }

    private static string? Simple(char kind) => kind switch
    {
        '\\' or '\'' or '"' => kind.ToString(),
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'a' => "\a",
        'b' => "\b",
        'f' => "\f",
        'v' => "\v",
        '\n' => string.Empty,
        _ => null,
    };
}
