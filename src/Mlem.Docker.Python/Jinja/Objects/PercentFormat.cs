using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>Python's <c>format % values</c> with <c>%s</c>, <c>%d</c> and <c>%%</c>, a width and the flags <c>- 0 + blank</c>.</summary>
internal static partial class PercentFormat
{
    public static string Apply(string format, object? values, bool escape, Budget budget)
    {
        PyTuple? tuple = values as PyTuple;
        int used = 0;
        bool keyed = false;
        StringBuilder result = new();
        int end = 0;
        for (int i = format.IndexOf('%', StringComparison.Ordinal); i >= 0; i = format.IndexOf('%', end))
        {
            result.Append(format, end, i - end);
            Match match = Directive().Match(format, i);
            if (!match.Success) throw PythonError.Value(Messages.FormatFormatNotAvailable(format[i..Math.Min(format.Length, i + 8)]));
            end = i + match.Length;
            if (match.Groups["type"].Value == "%") result.Append('%');
            else result.Append(budget.Text(Convert(match, Next(match.Groups["key"]), escape, budget)));
        }

        bool left = tuple is not null ? used < tuple.Items.Count && !keyed : used == 0 && values is not (PyDict or PyList or PyRange);
        return left ? throw PythonError.Type("not all arguments converted during string formatting") : result.Append(format, end, format.Length - end).ToString();

        object? Next(Group key)
        {
            keyed |= key.Success;
            if (key.Success) return values is PyDict ? PySequences.Index(values, key.Value) : throw PythonError.Type("format requires a mapping");
            if (keyed || used >= (tuple?.Items.Count ?? 1)) throw PythonError.Type("not enough arguments for format string");
            used++;
            return tuple is null ? values : tuple.Items[used - 1];
        }
    }

    private static string Convert(Match directive, object? value, bool escape, Budget budget)
    {
        string flags = directive.Groups["flags"].Value;
        int width = directive.Groups["width"] is { Success: true } given ? budget.Size(BigInteger.Parse("0" + given.Value)) : 0;
        string sign = string.Empty;
        string text;
        if (directive.Groups["type"].Value == "s")
        {
            text = escape ? Markup.Escape(value) : PyText.Str(value);
        }
        else
        {
            BigInteger integer = value switch
            {
                double d => PythonNumber.Truncate(d),
                _ when PythonNumber.IsInteger(value, out BigInteger whole) => whole,
                Undefined undefined => throw undefined.Fail(),
                _ => throw PythonError.Type($"%d format: a number is required, not {PyTypes.Name(value)}"),
            };
            sign = integer.Sign < 0 ? "-" : flags.Contains('+') ? "+" : flags.Contains(' ') ? " " : string.Empty;
            text = PythonNumber.Repr(BigInteger.Abs(integer));
            if (flags.Contains('0') && !flags.Contains('-')) text = text.PadLeft(Math.Max(0, width - sign.Length), '0');
        }

        string padding = new(' ', Math.Max(0, width - sign.Length - CodePoints.Length(text)));
        return flags.Contains('-') ? sign + text + padding : padding + sign + text;
    }

    [GeneratedRegex(@"\G%(?:\((?<key>[^()]*)\))?(?<flags>[-+ 0]*)(?<width>[0-9]+)?(?<type>[sd%])", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();
}
