namespace Mlem.Docker.Python.Yaml;

/// <summary>
/// The type of a scalar without quotes and tag, by PyYAML's patterns for YAML 1.1, decided by hand on the first
/// character. The same table tells the writer what needs quotes.
/// </summary>
internal static class ImplicitTypes
{
    public static YamlTag Resolve(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return YamlTag.Null;
        char first = text[0];

        // Python's '$' also matches before a line feed at the end.
        if (text[^1] == '\n') text = text[..^1];
        if (text.IsEmpty) return YamlTag.String;
        return first switch
        {
            'y' or 'Y' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' => IsBoolean(text) ? YamlTag.Boolean : YamlTag.String,
            'n' or 'N' => IsBoolean(text) ? YamlTag.Boolean
                : text is "null" or "Null" or "NULL" ? YamlTag.Null
                : YamlTag.String,
            '~' when text.Length == 1 => YamlTag.Null,
            '=' when text.Length == 1 => YamlTag.DefaultValue,
            '<' when text is "<<" => YamlTag.Merge,
            '!' or '&' or '*' when text.Length == 1 => YamlTag.Unknown,
            '-' or '+' or '.' or (>= '0' and <= '9') => ResolveNumber(text),
            _ => YamlTag.String,
        };
    }

    private static bool IsBoolean(ReadOnlySpan<char> text) => text
        is "yes" or "Yes" or "YES" or "no" or "No" or "NO"
        or "true" or "True" or "TRUE" or "false" or "False" or "FALSE"
        or "on" or "On" or "ON" or "off" or "Off" or "OFF";

    private static YamlTag ResolveNumber(ReadOnlySpan<char> text)
    {
        if (IsFloat(text)) return YamlTag.Float;
        if (IsInteger(text)) return YamlTag.Integer;
        return TimestampParser.IsTimestamp(text) ? YamlTag.Timestamp : YamlTag.String;
    }

    private static bool IsInteger(ReadOnlySpan<char> text)
    {
        text = SkipSign(text);
        if (text.IsEmpty) return false;
        if (text[0] != '0')
        {
            int digits = CountDigits(text);
            return digits > 0 && text[0] != '_' && (digits == text.Length || IsSexagesimalTail(text[digits..]));
        }

        if (text.Length == 1) return true;
        ReadOnlySpan<char> rest = text[2..];
        return text[1] switch
        {
            'b' => !rest.IsEmpty && !rest.ContainsAnyExcept("01_"),
            'x' => !rest.IsEmpty && !rest.ContainsAnyExcept("0123456789abcdefABCDEF_"),
            _ => !text[1..].ContainsAnyExcept("01234567_"),
        };
    }

    private static bool IsFloat(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> unsigned = SkipSign(text);
        if (unsigned.IsEmpty) return false;
        if (unsigned is ".inf" or ".Inf" or ".INF") return true;
        if (text is ".nan" or ".NaN" or ".NAN") return true;
        if (text[0] == '.')
        {
            int fraction = CountDigits(text[1..]);
            return fraction > 0 && text[1] != '_' && IsExponentOrEnd(text[(1 + fraction)..]);
        }

        int digits = CountDigits(unsigned);
        if (digits == 0 || unsigned[0] == '_' || digits == unsigned.Length) return false;
        ReadOnlySpan<char> rest = unsigned[digits..];
        if (rest[0] == '.') return IsExponentOrEnd(rest[(1 + CountDigits(rest[1..]))..]);
        int point = rest.LastIndexOf('.');
        return point > 0 && IsSexagesimalTail(rest[..point]) && CountDigits(rest[(point + 1)..]) == rest.Length - point - 1;
    }

    /// <summary>One or more of <c>:59</c> or <c>:9</c>.</summary>
    private static bool IsSexagesimalTail(ReadOnlySpan<char> text)
    {
        int i = 0;
        while (i < text.Length)
        {
            if (text[i] != ':' || i + 1 == text.Length || !char.IsAsciiDigit(text[i + 1])) return false;
            if (i + 2 < text.Length && char.IsAsciiDigit(text[i + 2]))
            {
                if (text[i + 1] > '5') return false;
                i++;
            }

            i += 2;
        }

        return i > 0;
    }

    private static bool IsExponentOrEnd(ReadOnlySpan<char> text) =>
        text.IsEmpty
        || (text.Length > 2
            && text[0] is 'e' or 'E'
            && text[1] is '+' or '-'
            && !text[2..].ContainsAnyExceptInRange('0', '9'));

    private static ReadOnlySpan<char> SkipSign(ReadOnlySpan<char> text) => text[0] is '-' or '+' ? text[1..] : text;

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        int i = 0;
        while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '_')) i++;
        return i;
    }
}
