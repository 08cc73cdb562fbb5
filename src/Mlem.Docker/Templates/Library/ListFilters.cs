using System.Numerics;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Library;

/// <summary>Filters on lists and other values.</summary>
internal static class ListFilters
{
    public static IEnumerable<Function> All { get; } =
    [
        new("attr", "name", Attribute),
        new("batch", "linecount fill_with=", (v, a) => new PyIterator(Batch(v, a))),
        new("default", "default_value= boolean=", Default),
        new("first", "", (v, _) => First(PySequences.Iterate(v), "No first item, sequence was empty.")),
        new("items", "", (v, _) => new PyIterator(Items(v))),
        new("join", "d= attribute=", Join),
        new("last", "", (v, _) => First(Reversed(v), "No last item, sequence was empty.")),
        new("length", "", (v, _) => PySequences.Length(v)),
        new("list", "", (v, a) => PySequences.ToList(v, a.Budget)),
        new("random", "", Random),
        new("reverse", "", Reverse),
        new("slice", "slices fill_with=", (v, a) => new PyIterator(Slice(v, a))),
        new("sum", "attribute= start=", Sum),
    ];

    private static object? Default(object? value, Bound a) =>
        value is Undefined || (a.Flag(1) && !PyTypes.Truthy(value)) ? a.Or(0, string.Empty) : value;

    private static object? First(IEnumerable<object?> items, string message)
    {
        foreach (object? item in items) return item;
        return new Undefined(message);
    }

    private static object? Attribute(object? value, Bound a)
    {
        string name = PyTypes.AsText(a[0]) ?? throw PyTypes.Wrong(a[0], "str");
        return PyAttributes.TryGet(value, name, out object? attribute) ? attribute : Undefined.Member(value, name);
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
        foreach ((object? key, object? item) in dict.Entries) yield return PyTuple.Of(key, item);
    }

    private static IEnumerable<object?> Reversed(object? value) => value switch
    {
        PySequence sequence => Enumerable.Reverse(sequence.Items),
        string or Markup => CodePoints.Each(CodePoints.Reverse(PyTypes.AsText(value)!)),
        PyRange range => Backwards(range),
        PyDict or PyDictView => PySequences.Iterate(value).Reverse(),
        Undefined undefined => throw undefined.Fail(),
        _ => throw PythonError.Type($"'{PyTypes.Name(value)}' object is not reversible"),
    };

    private static IEnumerable<object?> Backwards(PyRange range)
    {
        for (BigInteger i = range.Count - 1; i.Sign >= 0; i--) yield return range[i];
    }

    private static object Reverse(object? value, Bound a)
    {
        if (PyTypes.AsText(value) is { } text)
        {
            string reversed = a.Budget.Text(CodePoints.Reverse(text));
            return value is Markup ? new Markup(reversed) : reversed;
        }

        if (value is PySequence or PyRange or PyDict or PyDictView) return new PyIterator(Reversed(value), "reversed");
        PyList list = PySequences.ToList(value, a.Budget);
        list.Items.Reverse();
        return list;
    }

    private static object? Random(object? value, Bound a)
    {
        BigInteger length = PySequences.Length(value);
        return length.IsZero
            ? new Undefined("No random item, sequence was empty.")
            : PySequences.Index(value, (BigInteger)System.Random.Shared.NextInt64((long)length));
    }

    private static IEnumerable<object?> Batch(object? value, Bound a)
    {
        int size = PyTypes.ToIndex(a[0]);
        List<object?> batch = [];
        foreach (object? item in PySequences.Iterate(value))
        {
            a.Budget.Items(1);
            if (batch.Count == size)
            {
                yield return new PyList(batch);
                batch = [];
            }

            batch.Add(item);
        }

        if (batch.Count == 0) yield break;
        if (a.Or(1, null) is { } fill)
        {
            int missing = a.Budget.Size(Math.Max(0, size - batch.Count));
            a.Budget.Items(missing);
            batch.AddRange(Enumerable.Repeat<object?>(fill, missing));
        }

        yield return new PyList(batch);
    }

    private static IEnumerable<object?> Slice(object? value, Bound a)
    {
        List<object?> items = PySequences.ToList(value, a.Budget).Items;
        int count = PyTypes.ToIndex(a[0]);
        if (count == 0) throw new PythonError(PythonErrorKind.ZeroDivision, "integer division or modulo by zero");
        if (count < 0) yield break;
        int size = items.Count / count;
        int extra = items.Count % count;
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            int length = size + (i < extra ? 1 : 0);
            a.Budget.Items(length + 1);
            List<object?> slice = items.GetRange(start, length);
            if (i >= extra && a.Or(1, null) is { } fill) slice.Add(fill);
            start += length;
            yield return new PyList(slice);
        }
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
