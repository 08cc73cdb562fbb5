using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Templates.Values;

/// <summary>Python's format specification: what stands after the colon in <c>'{:&gt;8.2f}'</c>.</summary>
internal static partial class FormatSpec
{
    public static string Apply(object? value, string spec, Budget budget)
    {
        if (spec.Length == 0) return PyText.Str(value);
        if (value is Undefined) throw PythonError.Type("unsupported format string passed to Undefined.__format__");
        Match match = Grammar().Match(spec);
        if (!match.Success) throw PythonError.Value("Invalid format specifier");
        string fill = match.Groups["fill"].Value;
        string align = match.Groups["align"].Value;
        string sign = match.Groups["sign"].Value;
        bool zero = match.Groups["zero"].Success;
        int width = Number(match.Groups["width"], 0, budget);
        int precision = Number(match.Groups["precision"], -1, budget);
        string group = match.Groups["group"].Value;
        bool alternate = match.Groups["alternate"].Success;
        string type = match.Groups["type"].Value;
        if (zero && align.Length == 0) align = PyTypes.IsNumber(value) ? "=" : "<";
        if (fill.Length == 0) fill = zero ? "0" : " ";

        string head = string.Empty;
        string body;
        bool numeric = PyTypes.IsNumber(value);
        if (value is double || (numeric && (type is "e" or "E" or "f" or "F" or "g" or "G" or "%")))
        {
            (head, body) = Float(PyNumber.ToDouble(value), type, sign, group, precision, alternate, zero ? width : 0);
        }
        else if (numeric)
        {
            (head, body) = Integer(value, type, sign, group, precision, alternate, zero ? width : 0);
        }
        else if (PyTypes.AsText(value) is { } text)
        {
            if (type is not ("" or "s") || sign.Length > 0 || group.Length > 0 || alternate || align == "=")
                throw PythonError.Value($"Unknown or forbidden format code for object of type 'str': '{spec}'");
            body = precision >= 0 ? text[..Math.Min(text.Length, CodePoints.ToUnits(text, precision))] : text;
        }
        else
        {
            throw PythonError.Type($"unsupported format string passed to {PyTypes.Name(value)}.__format__");
        }

        bool right = align == ">" || (align.Length == 0 && numeric);
        int missing = Math.Max(0, width - CodePoints.Length(head + body));
        budget.Characters(missing + body.Length);
        string padding = string.Concat(Enumerable.Repeat(fill, missing));
        return align switch
        {
            "=" => head + padding + body,
            "^" => string.Concat(Enumerable.Repeat(fill, missing / 2)) + head + body
                + string.Concat(Enumerable.Repeat(fill, missing - (missing / 2))),
            _ => right ? padding + head + body : head + body + padding,
        };
    }

    private static (string Head, string Body) Integer(
        object? value, string type, string sign, string group, int precision, bool alternate, int width)
    {
        PyTypes.IsInteger(value, out BigInteger integer);
        if (precision >= 0) throw PythonError.Value("Precision not allowed in integer format specifier");
        if (type == "c")
        {
            if (sign.Length > 0) throw PythonError.Value("Sign not allowed with integer format specifier 'c'");
            return (string.Empty, ((char)(int)integer).ToString());
        }

        if (type is not ("" or "d" or "b" or "o" or "x" or "X" or "n"))
            throw PythonError.Value($"Unknown format code '{type}' for object of type 'int'");
        string digits = NumberText.Digits(BigInteger.Abs(integer), type.Length == 0 ? 'd' : type[0]);
        if (group == "," && (type is "b" or "o" or "x" or "X"))
            throw PythonError.Value($"Cannot specify ',' with '{type}'.");
        string head = Sign(integer.Sign < 0, sign) + (alternate && (type is "b" or "o" or "x" or "X") ? "0" + type : string.Empty);
        return (head, Group(digits, string.Empty, group, type is "" or "d" or "n" ? 3 : 4, width - head.Length));
    }

    private static (string Head, string Body) Float(
        double value, string type, string sign, string group, int precision, bool alternate, int width)
    {
        if (type is not ("" or "e" or "E" or "f" or "F" or "g" or "G" or "n" or "%"))
            throw PythonError.Value($"Unknown format code '{type}' for object of type 'float'");
        string head = Sign(double.IsNegative(value) && !double.IsNaN(value), sign);
        double number = Math.Abs(value);
        string text = type switch
        {
            "" when precision < 0 => PyFloat.Repr(number),
            "" => NoType(number, precision, alternate),
            "%" => NumberText.Float(number * 100, 'f', precision < 0 ? 6 : precision, alternate) + "%",
            "n" => NumberText.Float(number, 'g', precision < 0 ? 6 : precision, alternate),
            _ => NumberText.Float(number, type[0], precision < 0 ? 6 : precision, alternate),
        };
        int end = text.TakeWhile(char.IsAsciiDigit).Count();
        return (head, end == 0 ? text : Group(text[..end], text[end..], group, 3, width - head.Length));
    }

    private static string NoType(double number, int precision, bool alternate)
    {
        // Like 'g', but with at least one digit after the point; the exponent form begins one digit earlier.
        if (!double.IsFinite(number)) return PyFloat.Repr(number);
        string text = PyFloat.General(number, precision, alternate);
        if (text.Contains('e', StringComparison.Ordinal) || text.Contains('.', StringComparison.Ordinal)) return text;
        return text.Length >= Math.Max(precision, 1)
            ? PyFloat.Scientific(number, 0) is var s && Math.Max(precision, 1) > 1 ? Trimmed(number, precision) : s
            : text + ".0";
    }

    private static string Trimmed(double number, int precision)
    {
        string text = PyFloat.Scientific(number, precision - 1);
        int e = text.IndexOf('e', StringComparison.Ordinal);
        return text[..e].TrimEnd('0').TrimEnd('.') + text[e..];
    }

    private static string Group(string digits, string rest, string group, int size, int width)
    {
        if (group.Length == 0) return digits + rest;
        while (true)
        {
            string grouped = string.Join(group, Chunks(digits, size));
            if (grouped.Length + rest.Length >= width) return grouped + rest;
            digits = "0" + digits;
        }
    }

    private static IEnumerable<string> Chunks(string digits, int size)
    {
        int first = digits.Length % size;
        if (first > 0) yield return digits[..first];
        for (int i = first; i < digits.Length; i += size) yield return digits.Substring(i, size);
    }

    private static string Sign(bool negative, string sign) => negative ? "-" : sign is "+" or " " ? sign : string.Empty;

    private static int Number(Group group, int fallback, Budget budget) =>
        group.Success ? budget.Size(BigInteger.Parse(group.Value, CultureInfo.InvariantCulture)) : fallback;

    [GeneratedRegex(
        """
        ^(?:(?<fill>[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S])?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<alternate>\#)?
        (?<zero>0)?(?<width>[0-9]+)?(?<group>[,_])?(?:\.(?<precision>[0-9]+))?(?<type>[a-zA-Z%])?\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
