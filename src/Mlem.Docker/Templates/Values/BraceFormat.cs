using System.Globalization;
using System.Numerics;
using System.Text;

namespace Mlem.Docker.Templates.Values;

/// <summary>Python's <c>'{0.name!r:&gt;8}'.format(...)</c>.</summary>
internal sealed class BraceFormat(
    IReadOnlyList<object?> positional,
    Func<string, object?> named,
    Budget budget,
    bool escape = false)
{
    private int _next;
    private bool _automatic;
    private bool _manual;

    public string Apply(string format, int depth = 2)
    {
        if (depth < 0) throw PythonError.Value("Max string recursion exceeded");
        StringBuilder result = new();
        for (int i = 0; i < format.Length; i++)
        {
            char c = format[i];
            bool doubled = i + 1 < format.Length && format[i + 1] == c;
            if ((c is '{' or '}') && doubled)
            {
                result.Append(c);
                i++;
            }
            else if (c == '}')
            {
                throw PythonError.Value("Single '}' encountered in format string");
            }
            else if (c == '{')
            {
                int end = FindEnd(format, i + 1);
                result.Append(budget.Text(Field(format[(i + 1)..end], depth)));
                i = end;
            }
            else
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }

    private static int FindEnd(string format, int start)
    {
        int depth = 1;
        for (int i = start; i < format.Length; i++)
        {
            if (format[i] == '[')
            {
                int close = format.IndexOf(']', i);
                if (close > 0 && depth == 1) i = close;
                continue;
            }

            if (format[i] == '{') depth++;
            if (format[i] == '}' && --depth == 0) return i;
        }

        throw PythonError.Value("expected '}' before end of string");
    }

    private string Field(string field, int depth)
    {
        int bracket = 0;
        int split = 0;
        for (; split < field.Length; split++)
        {
            if (field[split] == '[') bracket++;
            if (field[split] == ']') bracket--;
            if (bracket == 0 && (field[split] is ':' or '!')) break;
        }

        string name = field[..split];
        string rest = field[split..];
        object? value = Lookup(name);
        string spec = string.Empty;
        if (rest.StartsWith('!'))
        {
            if (rest.Length < 2 || (rest.Length > 2 && rest[2] != ':'))
                throw PythonError.Value("expected ':' after conversion specifier");
            value = rest[1] switch
            {
                's' => PyText.Str(value),
                'r' or 'a' => PyText.Repr(value),
                _ => throw PythonError.Value($"Unknown conversion specifier '{rest[1]}'"),
            };
            rest = rest[2..];
        }

        if (rest.StartsWith(':')) spec = Apply(rest[1..], depth - 1);
        if (!escape) return FormatSpec.Apply(value, spec, budget);
        return value is Markup && spec.Length == 0 ? ((Markup)value).Text : Markup.EscapeText(FormatSpec.Apply(value, spec, budget));
    }

    private object? Lookup(string name)
    {
        int end = name.IndexOfAny(['.', '[']);
        string first = end < 0 ? name : name[..end];
        object? value = First(first);
        for (int i = end < 0 ? name.Length : end; i < name.Length;)
        {
            if (name[i] == '.')
            {
                int next = name.IndexOfAny(['.', '['], i + 1);
                if (next < 0) next = name.Length;
                string attribute = name[(i + 1)..next];
                if (attribute.Length == 0) throw PythonError.Value("Empty attribute in format string");
                value = PyAttributes.TryGet(value, attribute, out object? found)
                    ? found
                    : throw PythonError.Lookup($"'{PyTypes.Name(value)}' object has no attribute '{attribute}'");
                i = next;
            }
            else if (name[i] == '[')
            {
                int close = name.IndexOf(']', i);
                if (close < 0) throw PythonError.Value("Missing ']' in format string");
                string key = name[(i + 1)..close];
                if (key.Length == 0) throw PythonError.Value("Empty attribute in format string");
                value = PySequences.Index(value, key.All(char.IsAsciiDigit) ? BigInteger.Parse(key, CultureInfo.InvariantCulture) : key);
                i = close + 1;
            }
            else
            {
                throw PythonError.Value("Only '.' or '[' may follow ']' in format field specifier");
            }
        }

        return value;
    }

    private object? First(string name)
    {
        bool number = name.Length > 0 && name.All(char.IsAsciiDigit);
        if (!number && name.Length > 0) return named(name);
        _automatic |= !number;
        _manual |= number;
        if (_automatic && _manual) throw PythonError.Value("cannot switch between manual and automatic field numbering");
        BigInteger index = number ? BigInteger.Parse(name, CultureInfo.InvariantCulture) : _next++;
        return index < positional.Count
            ? positional[(int)index]
            : throw PythonError.Lookup("Replacement index out of range for positional args tuple");
    }
}
