using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Mlem.Docker.Templates.Values;

/// <summary>Python's <c>str()</c> and <c>repr()</c>.</summary>
internal static class PyText
{
    /// <summary>Python 3.11 refuses to print longer ints.</summary>
    private const int MaxDigits = 4300;

    public static string Str(object? value) => value switch
    {
        string s => s,
        Markup m => m.Text,
        Undefined { Strict: false } => string.Empty,
        Undefined u => throw u.Fail(),
        _ when value is ITextual textual => textual.ToText(),
        _ => Repr(value),
    };

    public static string Repr(object? value)
    {
        StringBuilder text = new();
        Append(text, value, []);
        return text.ToString();
    }

    public static string Integer(BigInteger value)
    {
        string digits = value.ToString(CultureInfo.InvariantCulture);
        return digits.Length - (value.Sign < 0 ? 1 : 0) > MaxDigits
            ? throw PythonError.Value($"Exceeds the limit ({MaxDigits} digits) for integer string conversion")
            : digits;
    }

    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    private static void Append(StringBuilder text, object? value, HashSet<object> open)
    {
        Budget.CheckStack();
        switch (value)
        {
            case null: text.Append("None"); break;
            case bool b: text.Append(b ? "True" : "False"); break;
            case BigInteger i: text.Append(Integer(i)); break;
            case double d: text.Append(PyFloat.Repr(d)); break;
            case string s: AppendQuoted(text, s); break;
            case Markup m: AppendQuoted(text.Append("Markup("), m.Text); text.Append(')'); break;
            case Undefined: text.Append("Undefined"); break;
            case PySequence sequence: AppendSequence(text, sequence, open); break;
            case PyDict dict: AppendDict(text, dict, open); break;
            case PyRange r:
                string step = r.Step.IsOne ? string.Empty : $", {Integer(r.Step)}";
                text.Append($"range({Integer(r.Start)}, {Integer(r.Stop)}{step})");
                break;
            case PyDictView view:
                text.Append(view.Name).Append('(');
                Append(text, new PyList([.. view.Iterate()]), open);
                text.Append(')');
                break;
            case NativeFunction function: text.Append($"<built-in function {function.Name}>"); break;
            case PyIterator iterator: text.Append($"<{iterator.Name} object>"); break;
            case IWrapsDict wrapper:
                text.Append('<').Append(wrapper.Title).Append(' ');
                Append(text, wrapper.Dict, open);
                text.Append('>');
                break;
            default: text.Append(value); break;
        }
    }

    private static void AppendSequence(StringBuilder text, PySequence sequence, HashSet<object> open)
    {
        (char begin, char end) = sequence is PyList ? ('[', ']') : ('(', ')');
        if (!open.Add(new ByReference(sequence)))
        {
            text.Append(begin).Append("...").Append(end);
            return;
        }

        text.Append(begin);
        for (int i = 0; i < sequence.Items.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Append(text, sequence.Items[i], open);
        }

        if (sequence is PyTuple && sequence.Items.Count == 1) text.Append(',');
        text.Append(end);
        open.Remove(new ByReference(sequence));
        CheckLength(text);
    }

    private static void AppendDict(StringBuilder text, PyDict dict, HashSet<object> open)
    {
        if (!open.Add(new ByReference(dict)))
        {
            text.Append("{...}");
            return;
        }

        text.Append('{');
        bool first = true;
        foreach ((object? key, object? item) in dict.Entries)
        {
            if (!first) text.Append(", ");
            first = false;
            Append(text, key, open);
            text.Append(": ");
            Append(text, item, open);
        }

        text.Append('}');
        open.Remove(new ByReference(dict));
        CheckLength(text);
    }

    private static void CheckLength(StringBuilder text)
    {
        // A list that holds another one twice, thirty times over, prints without end.
        if (text.Length > TemplateLimits.Default.MaxOutputLength) throw PythonError.Limit("the printed value is too long");
    }

    private static void AppendQuoted(StringBuilder text, string s)
    {
        char quote = s.Contains('\'') && !s.Contains('"') ? '"' : '\'';
        text.Append(quote);
        foreach (Rune rune in s.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\\' => text.Append("\\\\"),
                int c when c == quote => text.Append('\\').Append(quote),
                int c when IsPrintable(rune) => text.Append(rune.ToString()),
                < 0x100 and int c => text.Append($"\\x{c:x2}"),
                < 0x10000 and int c => text.Append($"\\u{c:x4}"),
                int c => text.Append($"\\U{c:x8}"),
            };
        }

        text.Append(quote);
    }

    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);

    private sealed class ByReference(object value)
    {
        private readonly object _value = value;

        public override bool Equals(object? other) => other is ByReference r && ReferenceEquals(r._value, _value);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(_value);
    }
}

/// <summary>A value whose <c>str()</c> is not its <c>repr()</c>.</summary>
internal interface ITextual
{
    string ToText();
}

/// <summary>A value that prints as a title and a dict.</summary>
internal interface IWrapsDict
{
    string Title { get; }

    PyDict Dict { get; }
}
