using System.Numerics;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>Iteration, length, membership, subscripts and slices.</summary>
internal static class PySequences
{
    /// <summary>The items of a value; fails at once when it has none, not at the first item.</summary>
    public static IEnumerable<object?> Iterate(object? value) => value switch
    {
        PySequence sequence => Live(sequence.Items),
        string or Markup => CodePoints.Each(PyTypes.AsText(value)!),
        PyDict dict => dict.Entries.Select(e => e.Key),
        PyDictView view => view.Iterate(),
        PyRange range => range.Iterate(),
        PyIterator iterator => iterator.Iterate(),
        Undefined { Strict: false } => [],
        Undefined undefined => throw undefined.Fail(),
        _ => throw PythonError.Type($"'{PyTypes.Name(value)}' object is not iterable"),
    };

    public static PyList ToList(object? value, Budget budget)
    {
        List<object?> items = [];
        foreach (object? item in Iterate(value))
        {
            budget.Items(1);
            items.Add(item);
        }

        return new PyList(items);
    }

    public static int Length(object? value) => TryLength(value, out int length)
        ? length
        : throw PythonError.Type($"object of type '{PyTypes.Name(value)}' has no len()");

    public static bool TryLength(object? value, out int length)
    {
        int? found = value switch
        {
            PySequence sequence => sequence.Items.Count,
            string or Markup => CodePoints.Length(PyTypes.AsText(value)!),
            PyDict dict => dict.Count,
            PyDictView view => view.Dict.Count,
            PyRange range => range.Count,
            Runtime.LoopContext loop => loop.Length,
            Undefined { Strict: false } => 0,
            Undefined undefined => throw undefined.Fail(),
            _ => null,
        };
        length = found ?? 0;
        return found is not null;
    }

    public static bool Contains(object? container, object? item)
    {
        switch (container)
        {
            case string or Markup:
                string needle = PyTypes.AsText(item) ?? throw PyTypes.Wrong(item, "str");
                return PyTypes.AsText(container)!.Contains(needle, StringComparison.Ordinal);
            case PyDict dict: return dict.TryGet(item, out _);
            case PyDictView { Kind: PyDictViewKind.Keys } keys: return keys.Dict.TryGet(item, out _);
            case PyRange range when PythonNumber.IsInteger(item, out BigInteger integer): return range.Contains(integer);
            default: return Iterate(container).Any(other => PyCompare.AreSame(other, item));
        }
    }

    /// <summary><c>value[key]</c> as Python does it; the exception tells why there is none.</summary>
    public static object? Index(object? value, object? key)
    {
        switch (value)
        {
            case Undefined undefined: throw undefined.Fail();
            case PyDict dict: return dict.TryGet(key, out object? found) ? found : throw PythonError.Lookup(PyText.Repr(key));
            case Runtime.TemplateReference self: return self.Index(key);
            case PySequence or string or Markup or PyRange:
                if (!PythonNumber.IsInteger(key, out BigInteger index))
                    throw PythonError.Type($"{PyTypes.Name(value)} indices must be integers");
                int length = Length(value);
                if (index.Sign < 0) index += length;
                if (index.Sign < 0 || index >= length) throw PythonError.Lookup($"{PyTypes.Name(value)} index out of range");
                return Pick(value, [(int)index], single: true);
            default: throw PythonError.Type($"'{PyTypes.Name(value)}' object is not subscriptable");
        }
    }

    /// <summary><c>value[start:stop:step]</c>.</summary>
    public static object Slice(object? value, object? start, object? stop, object? step, Budget budget)
    {
        if (value is Undefined undefined) throw undefined.Fail();
        long by = Bound(step) ?? 1;
        if (by == 0) throw PythonError.Value("slice step cannot be zero");
        if (value is not (PySequence or string or Markup or PyRange))
            throw PythonError.Type($"'{PyTypes.Name(value)}' object cannot be sliced");
        long length = Length(value);
        (long lower, long upper) = by < 0 ? (-1, length - 1) : (0, length);
        long from = Clamp(Bound(start), by < 0 ? upper : lower);
        long to = Clamp(Bound(stop), by < 0 ? lower : upper);
        if (value is PyRange range) return new PyRange(range.Start + (from * range.Step), range.Start + (to * range.Step), range.Step * by);
        int[] chosen = [.. new PyRange(from, to, by).Iterate().Select(i => (int)(BigInteger)i!)];
        budget.Items(chosen.Length);
        return Pick(value, chosen, single: false)!;

        long Clamp(long? bound, long fallback) =>
            bound is { } b ? Math.Max(lower, Math.Min(upper, b < 0 ? b + length : b)) : fallback;
    }

    private static object? Pick(object? value, int[] indices, bool single) => value switch
    {
        PySequence sequence when single => sequence.Items[indices[0]],
        PyRange range => range[indices[0]],
        PyList list => new PyList([.. indices.Select(i => list.Items[i])]),
        PyTuple tuple => new PyTuple([.. indices.Select(i => tuple.Items[i])]),
        Markup markup => new Markup(CodePoints.Pick(markup.Text, indices)),
        _ => CodePoints.Pick((string)value!, indices),
    };

    private static long? Bound(object? value) => value is null ? null : PyTypes.ToIndex(value);

    /// <summary>A list that grows while it is walked is walked to its new end, as in Python.</summary>
    private static IEnumerable<object?> Live(List<object?> items)
    {
        for (int i = 0; i < items.Count; i++) yield return items[i];
    }
}
