using System.Globalization;
using System.Numerics;
using System.Text;

namespace Mlem.Docker.Templates.Values;

/// <summary>Python's <c>format % values</c>.</summary>
internal static class PercentFormat
{
    public static string Apply(string format, object? values, bool escape, Budget budget)
    {
        Source source = new(values);
        StringBuilder result = new();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
                continue;
            }

            i++;
            string? key = ReadKey(format, ref i);
            string flags = Take(format, ref i, "-+ #0");
            int width = ReadNumber(format, ref i, source, 0, budget);
            if (width < 0) (flags, width) = (flags + "-", -width);
            int precision = -1;
            if (i < format.Length && format[i] == '.')
            {
                i++;
                precision = Math.Max(0, ReadNumber(format, ref i, source, 0, budget));
            }

            _ = Take(format, ref i, "hlL");
            if (i >= format.Length) throw PythonError.Value("incomplete format");
            char type = format[i];
            string text = type == '%' ? "%" : Convert(type, key is null ? source.Next() : source.ByKey(key), flags, precision, escape);
            bool zeros = flags.Contains('0') && !flags.Contains('-') && "diuoxXeEfFgG".Contains(type);
            budget.Characters(Math.Max(width, text.Length));
            result.Append(type == '%' ? text : Pad(text, width, flags.Contains('-'), zeros));
        }

        source.CheckAllUsed();
        return result.ToString();
    }

    private static string? ReadKey(string format, ref int i)
    {
        if (i >= format.Length || format[i] != '(') return null;
        int depth = 1;
        int start = ++i;
        for (; i < format.Length; i++)
        {
            if (format[i] == '(') depth++;
            if (format[i] == ')' && --depth == 0) return format[start..i++];
        }

        throw PythonError.Value("incomplete format key");
    }

    private static string Take(string format, ref int i, string characters)
    {
        int start = i;
        while (i < format.Length && characters.Contains(format[i])) i++;
        return format[start..i];
    }

    private static int ReadNumber(string format, ref int i, Source source, int fallback, Budget budget)
    {
        if (i < format.Length && format[i] == '*')
        {
            i++;
            int given = PyTypes.IsInteger(source.Next(), out BigInteger asked)
                ? budget.Size(BigInteger.Abs(asked)) * asked.Sign
                : throw PythonError.Type("* wants int");
            return given;
        }

        string digits = Take(format, ref i, "0123456789");
        return digits.Length == 0 ? fallback : budget.Size(BigInteger.Parse(digits, CultureInfo.InvariantCulture));
    }

    private static string Convert(char type, object? value, string flags, int precision, bool escape)
    {
        switch (type)
        {
            case 's':
                string s = escape ? Markup.Escape(value).Text : PyText.Str(value);
                return precision >= 0 ? s[..Math.Min(s.Length, CodePoints.ToUnits(s, precision))] : s;
            case 'r' or 'a':
                string r = PyText.Repr(value);
                return precision >= 0 ? r[..Math.Min(r.Length, CodePoints.ToUnits(r, precision))] : r;
            case 'c':
                if (PyTypes.AsText(value) is { } one)
                    return CodePoints.Length(one) == 1 ? one : throw PythonError.Type("%c requires int or char");
                return PyTypes.IsInteger(value, out BigInteger point) && point.Sign >= 0 && point <= 0x10FFFF
                    && Rune.IsValid((int)point)
                    ? new Rune((int)point).ToString()
                    : throw PythonError.Type("%c requires int or char");
            case 'd' or 'i' or 'u' or 'x' or 'X' or 'o':
                BigInteger integer = value switch
                {
                    double d when type is 'd' or 'i' or 'u' => PyNumber.Truncate(d),
                    _ when PyTypes.IsInteger(value, out BigInteger whole) => whole,
                    Undefined undefined => throw undefined.Fail(),
                    _ => throw PythonError.Type($"%{type} format: a number is required, not {PyTypes.Name(value)}"),
                };
                string digits = NumberText.Digits(BigInteger.Abs(integer), type).PadLeft(Math.Max(precision, 0), '0');
                string prefix = flags.Contains('#') && type is 'x' or 'X' or 'o' ? $"0{type}" : string.Empty;
                return Sign(integer.Sign < 0, flags) + prefix + digits;
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                double number = PyTypes.IsNumber(value)
                    ? PyNumber.ToDouble(value)
                    : throw (value is Undefined u ? u.Fail() : PythonError.Type($"must be real number, not {PyTypes.Name(value)}"));
                string text = NumberText.Float(Math.Abs(number), type, precision < 0 ? 6 : precision, flags.Contains('#'));
                return Sign(double.IsNegative(number) && !double.IsNaN(number), flags) + text;
            default:
                throw PythonError.Value($"unsupported format character '{type}'");
        }
    }

    private static string Sign(bool negative, string flags) =>
        negative ? "-" : flags.Contains('+') ? "+" : flags.Contains(' ') ? " " : string.Empty;

    private static string Pad(string text, int width, bool left, bool zeros)
    {
        int missing = width - CodePoints.Length(text);
        if (missing <= 0) return text;
        if (left) return text + new string(' ', missing);
        if (!zeros) return new string(' ', missing) + text;
        int digits = text.Length > 0 && text[0] is '-' or '+' or ' ' ? 1 : 0;
        if (text.Length > digits + 1 && text[digits] == '0' && char.IsLetter(text[digits + 1])) digits += 2;
        return text.Insert(digits, new string('0', missing));
    }

    /// <summary>The values on the right: a tuple gives several, a dict gives named ones, anything else is one.</summary>
    private sealed class Source(object? values)
    {
        private int _used;
        private bool _keyed;

        public object? Next()
        {
            if (_keyed) throw PythonError.Type("not enough arguments for format string");
            if (values is PyTuple tuple)
            {
                return _used < tuple.Items.Count
                    ? tuple.Items[_used++]
                    : throw PythonError.Type("not enough arguments for format string");
            }

            return _used++ == 0 ? values : throw PythonError.Type("not enough arguments for format string");
        }

        public object? ByKey(string key)
        {
            _keyed = true;
            return values is PyDict ? PySequences.Index(values, key) : throw PythonError.Type("format requires a mapping");
        }

        public void CheckAllUsed()
        {
            bool rest = values is PyTuple tuple ? _used < tuple.Items.Count && !_keyed : _used == 0 && !IsMapping(values);
            if (rest) throw PythonError.Type("not all arguments converted during string formatting");
        }

        private static bool IsMapping(object? value) => value is PyDict or PyList or PyRange;
    }
}
