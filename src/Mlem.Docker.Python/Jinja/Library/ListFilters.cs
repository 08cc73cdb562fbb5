using System.Numerics;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Library;

/// <summary>Filters on lists and other values.</summary>
internal static class ListFilters
{
    public static IEnumerable<Function> All { get; } =
    [
        new("default", "default_value= boolean=", (v, a) =>
            v is Undefined || (a.Flag(1) && !PyTypes.Truthy(v)) ? a.Or(0, string.Empty) : v),
        new("first", "", (v, _) => First(PySequences.Iterate(v), "No first item, sequence was empty.")),
        new("items", "", (v, _) => new PyIterator(Items(v))),
        new("join", "d= attribute=", Join),
        new("last", "", (v, _) => First(Reversed(v), "No last item, sequence was empty.")),
        new("length", "", (v, _) => (BigInteger)PySequences.Length(v)),
        new("list", "", (v, a) => PySequences.ToList(v, a.Budget)),
        new("reverse", "", Reverse),
        new("sum", "attribute= start=", Sum),
    ];

    private static object? First(IEnumerable<object?> items, string message)
    {
        foreach (object? item in items) return item;
        return new Undefined(message);
    }

    private static string Join(object? value, Bound a)
    {
        IEnumerable<object?> items = PySequences.Iterate(value);
        if (a.Or(1, null) is { } attribute) items = items.Select(AttributePath.Getter(attribute));
        string separator = PyText.Str(a.Or(0, string.Empty));
        List<string> parts = [];
        foreach (object? item in items)
        {
            string part = PyText.Str(item);
            a.Budget.Items(1);
            a.Budget.Characters(part.Length + separator.Length);
            parts.Add(part);
        }

        return string.Join(separator, parts);
    }

    private static IEnumerable<object?> Items(object? value)
    {
        if (value is Undefined) yield break;
        PyDict dict = value as PyDict ?? throw PythonError.Type("Can only get item pairs from a mapping");
        foreach ((object? key, object? item) in dict.Entries) yield return PyTuple.From(key, item);
    }

    private static IEnumerable<object?> Reversed(object? value) => value switch
    {
        PyIterator or Undefined { Strict: false } => throw PythonError.Type($"'{PyTypes.Name(value)}' object is not reversible"),
        _ => PySequences.Iterate(value).Reverse(),
    };

    private static object Reverse(object? value, Bound a)
    {
        if (PyTypes.AsText(value) is { } text)
        {
            string reversed = a.Budget.Text(string.Concat(CodePoints.Each(text).Reverse()));
            return value is Markup ? new Markup(reversed) : reversed;
        }

        List<object?> items = PySequences.ToList(value, a.Budget).Items;
        items.Reverse();
        return value is PyIterator or Undefined ? new PyList(items) : new PyIterator(items, "reversed");
    }

    private static object? Sum(object? value, Bound a)
    {
        IEnumerable<object?> items = PySequences.Iterate(value);
        if (a.Or(0, null) is { } attribute) items = items.Select(AttributePath.Getter(attribute));
        object? sum = a.Or(1, BigInteger.Zero);
        if (sum is string or Markup) throw PythonError.Type("sum() can't sum strings [use ''.join(seq) instead]");
        foreach (object? item in items) sum = PyOperators.Binary("+", sum, item, a.Budget);
        return sum;
    }
}
