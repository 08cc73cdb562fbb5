using System.Numerics;
using System.Text;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Library;

/// <summary>The filter <c>tojson</c>: keys sorted, <c>&lt; &gt; &amp; '</c> escaped.</summary>
internal sealed class Json(string? unit, Budget budget)
{
    private readonly List<object> _open = [];

    public static Markup Dump(object? value, object? indent, Budget budget)
    {
        string? unit = indent is null ? null : PyTypes.AsText(indent) ?? new string(' ', budget.Size(PyTypes.ToIndex(indent)));
        return new Markup(budget.Text(new Json(unit, budget).Write(value)
            .Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026").Replace("'", "\\u0027")));
    }

    private string Write(object? value)
    {
        budget.Step();
        return value switch
        {
            null => "null",
            bool b => b ? "true" : "false",
            BigInteger i => PythonNumber.Repr(i),
            double d => Number(d),
            string or Markup => Text(PyTypes.AsText(value)!),
            PySequence sequence => WriteAll('[', ']', sequence, () => sequence.Items.Select(Write)),
            PyDict dict => WriteAll('{', '}', dict, () => PyCompare
                .Sort(dict.Entries.Select(object? (e) => PyTuple.From(e.Key, e.Value)), e => ((PyTuple)e!).Items[0], reverse: false)
                .Select(e => $"{Text(Key(((PyTuple)e!).Items[0]))}: {Write(((PyTuple)e).Items[1])}")),
            _ => throw PythonError.Type($"Object of type {PyTypes.Name(value)} is not JSON serializable"),
        };
    }

    private string WriteAll(char begin, char end, object container, Func<IEnumerable<string>> items)
    {
        if (_open.Exists(o => ReferenceEquals(o, container))) throw PythonError.Value("Circular reference detected");
        _open.Add(container);
        string[] written = [.. items()];
        _open.RemoveAt(_open.Count - 1);
        string NewLine(int depth) => unit is null || written.Length == 0 ? string.Empty : "\n" + string.Concat(Enumerable.Repeat(unit, depth));
        budget.Characters(written.Sum(w => (long)w.Length) + ((long)(unit?.Length ?? 0) * written.Length * (_open.Count + 1)));
        string separator = unit is null ? ", " : "," + NewLine(_open.Count + 1);
        return $"{begin}{NewLine(_open.Count + 1)}{string.Join(separator, written)}{NewLine(_open.Count)}{end}";
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

    private static string Text(string text)
    {
        StringBuilder json = new("\"");
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' or '\\' => json.Append('\\').Append(c),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                >= ' ' and <= '~' => json.Append(c),
                _ => json.Append($"\\u{(int)c:x4}"),
            };
        }

        return json.Append('"').ToString();
    }
}
