using System.Numerics;
using System.Text;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Library;

/// <summary>The filter <c>tojson</c>: keys sorted, <c>&lt; &gt; &amp; '</c> escaped.</summary>
internal static class Json
{
    public static Markup Dump(object? value, object? indent, Budget budget)
    {
        string? unit = indent switch
        {
            null => null,
            _ when PyTypes.AsText(indent) is { } text => text,
            _ => new string(' ', budget.Size(PyTypes.ToIndex(indent))),
        };
        StringBuilder json = new();
        Append(json, value, unit, 0, budget, []);
        json.Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026").Replace("'", "\\u0027");
        return new Markup(budget.Text(json.ToString()));
    }

    private static void Append(StringBuilder json, object? value, string? unit, int depth, Budget budget, List<object> open)
    {
        budget.Step();
        switch (value)
        {
            case null: json.Append("null"); break;
            case bool b: json.Append(b ? "true" : "false"); break;
            case BigInteger i: json.Append(PythonNumber.Repr(i)); break;
            case double d: json.Append(Number(d)); break;
            case string or Markup: AppendText(json, PyTypes.AsText(value)!); break;
            case PySequence sequence:
                Enter(open, sequence);
                AppendAll(json, '[', ']', sequence.Items.Count, unit, depth, budget, i =>
                    Append(json, sequence.Items[i], unit, depth + 1, budget, open));
                open.RemoveAt(open.Count - 1);
                break;
            case PyDict dict:
                Enter(open, dict);
                AppendDict(json, dict, unit, depth, budget, open);
                open.RemoveAt(open.Count - 1);
                break;
            default:
                throw PythonError.Type($"Object of type {PyTypes.Name(value)} is not JSON serializable");
        }
    }

    private static void Enter(List<object> open, object container)
    {
        if (open.Exists(o => ReferenceEquals(o, container))) throw PythonError.Value("Circular reference detected");
        open.Add(container);
    }

    private static void AppendDict(
        StringBuilder json, PyDict dict, string? unit, int depth, Budget budget, List<object> open)
    {
        List<object?> entries = PyCompare.Sort(
            dict.Entries.Select(object? (e) => PyTuple.Of(e.Key, e.Value)), e => ((PyTuple)e!).Items[0], reverse: false);
        AppendAll(json, '{', '}', entries.Count, unit, depth, budget, i =>
        {
            List<object?> entry = ((PyTuple)entries[i]!).Items;
            AppendText(json, Key(entry[0]));
            json.Append(": ");
            Append(json, entry[1], unit, depth + 1, budget, open);
        });
    }

    private static void AppendAll(
        StringBuilder json, char begin, char end, int count, string? unit, int depth, Budget budget, Action<int> append)
    {
        json.Append(begin);
        for (int i = 0; i < count; i++)
        {
            if (i > 0) json.Append(unit is null ? ", " : ",");
            NewLine(depth + 1);
            append(i);
        }

        if (count > 0) NewLine(depth);
        json.Append(end);

        void NewLine(int level)
        {
            if (unit is null) return;
            budget.Characters((long)unit.Length * level);
            json.Append('\n').Insert(json.Length, unit, level);
        }
    }

    private static string Key(object? key) => key switch
    {
        string or Markup => PyTypes.AsText(key)!,
        null => "null",
        bool b => b ? "true" : "false",
        BigInteger i => PythonNumber.Repr(i),
        double d => Number(d),
        _ => throw PythonError.Type($"keys must be str, int, float, bool or None, not {PyTypes.Name(key)}"),
    };

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? value > 0 ? "Infinity" : "-Infinity" : PythonFloat.Repr(value);

    private static void AppendText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                >= ' ' and <= '~' => json.Append(c),
                _ => json.Append($"\\u{(int)c:x4}"),
            };
        }

        json.Append('"');
    }
}
