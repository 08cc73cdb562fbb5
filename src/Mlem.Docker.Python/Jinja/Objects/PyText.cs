using System.Numerics;
using System.Text;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>Python's <c>str()</c> and <c>repr()</c>.</summary>
internal static class PyText
{
    public static string Str(object? value) => value switch
    {
        string s => s,
        Markup m => m.Text,
        Undefined { Strict: false } => string.Empty,
        Undefined u => throw u.Fail(),
        Runtime.TemplateModule module => module.Text,
        _ => Repr(value),
    };

    public static string Repr(object? value)
    {
        StringBuilder text = new();
        Append(text, value, []);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, List<object> open)
    {
        Budget.CheckStack();
        switch (value)
        {
            case null: text.Append("None"); break;
            case bool b: text.Append(b ? "True" : "False"); break;
            case BigInteger i: text.Append(PythonNumber.Repr(i)); break;
            case double d: text.Append(PythonFloat.Repr(d)); break;
            case string s: text.Append(PythonText.Repr(s)); break;
            case Markup m: text.Append("Markup(").Append(PythonText.Repr(m.Text)).Append(')'); break;
            case Undefined: text.Append("Undefined"); break;
            case PyList list: AppendAll(text, "[", "]", list, list.Items, (t, item) => Append(t, item, open), open); break;
            case PyTuple tuple:
                string end = tuple.Items.Count == 1 ? ",)" : ")";
                AppendAll(text, "(", end, tuple, tuple.Items, (t, item) => Append(t, item, open), open);
                break;
            case PyDict dict: AppendAll(text, "{", "}", dict, dict.Entries, (t, entry) => AppendEntry(t, entry, open), open); break;
            case PyRange r: text.Append(r.Step == 1 ? $"range({r.Start}, {r.Stop})" : $"range({r.Start}, {r.Stop}, {r.Step})"); break;
            case PyDictView view:
                Append(text.Append(view.Name).Append('('), new PyList([.. view.Iterate()]), open);
                text.Append(')');
                break;
            case Namespace space:
                Append(text.Append("<Namespace "), space.Dict, open);
                text.Append('>');
                break;
            case PyIterator iterator: text.Append($"<{iterator.Name} object>"); break;
            default: text.Append(value); break;
        }

        // A list that holds another one twice, thirty times over, prints without end.
        if (text.Length > TemplateLimits.Default.MaxOutputLength) throw PythonError.Limit(Messages.FormatTextTooLong(text.Length));
    }

    private static void AppendEntry(StringBuilder text, KeyValuePair<object?, object?> entry, List<object> open)
    {
        Append(text, entry.Key, open);
        Append(text.Append(": "), entry.Value, open);
    }

    private static void AppendAll<T>(
        StringBuilder text, string begin, string end, object container, IEnumerable<T> items, Action<StringBuilder, T> append, List<object> open)
    {
        if (open.Exists(o => ReferenceEquals(o, container)))
        {
            text.Append(begin).Append("...").Append(end[^1]);
            return;
        }

        open.Add(container);
        text.Append(begin);
        bool first = true;
        foreach (T item in items)
        {
            if (!first) text.Append(", ");
            first = false;
            append(text, item);
        }

        text.Append(end);
        open.RemoveAt(open.Count - 1);
    }
}
