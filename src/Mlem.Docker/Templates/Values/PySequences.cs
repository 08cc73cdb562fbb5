using System.Numerics;

namespace Mlem.Docker.Templates.Values;

/// <summary>Iteration, length, membership and slices.</summary>
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
        IIterable iterable => iterable.Iterate(),
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

    public static BigInteger Length(object? value) => TryLength(value, out BigInteger length)
        ? length
        : throw PythonError.Type($"object of type '{PyTypes.Name(value)}' has no len()");

    public static bool TryLength(object? value, out BigInteger length)
    {
        BigInteger? found = value switch
        {
            PySequence sequence => sequence.Items.Count,
            string or Markup => CodePoints.Length(PyTypes.AsText(value)!),
            PyDict dict => dict.Count,
            PyDictView view => view.Dict.Count,
            PyRange range => range.Count,
            IHasLength sized => sized.Length,
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
                string needle = PyTypes.AsText(item) ?? throw (item is Undefined u
                    ? u.Fail()
                    : PythonError.Type($"'in <string>' requires string as left operand, not {PyTypes.Name(item)}"));
                return PyTypes.AsText(container)!.Contains(needle, StringComparison.Ordinal);
            case PyDict dict:
                _ = PyCompare.Hash(item);
                return dict.TryGet(item, out _);
            case PyDictView { Kind: PyDictViewKind.Keys } keys:
                _ = PyCompare.Hash(item);
                return keys.Dict.TryGet(item, out _);
            case PyRange range when PyTypes.IsInteger(item, out BigInteger integer):
                return range.Contains(integer);
            default:
                return Iterate(container).Any(other => PyCompare.AreSame(other, item));
        }
    }

    /// <summary><c>value[start:stop:step]</c>.</summary>
    public static object Slice(object? value, object? start, object? stop, object? step, Budget budget)
    {
        if (value is Undefined undefined) throw undefined.Fail();
        BigInteger by = Bound(step) ?? 1;
        if (by.IsZero) throw PythonError.Value("slice step cannot be zero");
        if (value is not (PySequence or string or Markup or PyRange))
            throw PythonError.Type($"'{PyTypes.Name(value)}' object cannot be sliced");
        BigInteger length = Length(value);
        BigInteger lower = by.Sign < 0 ? -1 : 0;
        BigInteger upper = by.Sign < 0 ? length - 1 : length;
        BigInteger from = Clamp(Bound(start), by.Sign < 0 ? upper : lower);
        BigInteger to = Clamp(Bound(stop), by.Sign < 0 ? lower : upper);
        PyRange indices = new(from, to, by);
        if (value is PyRange range)
            return new PyRange(range.Start + (from * range.Step), range.Start + (to * range.Step), range.Step * by);

        int[] chosen = [.. indices.Iterate().Select(i => (int)(BigInteger)i!)];
        if (PyTypes.AsText(value) is { } text)
        {
            string part = budget.Text(CodePoints.Pick(text, chosen));
            return value is Markup ? new Markup(part) : part;
        }

        budget.Items(chosen.Length);
        List<object?> items = [.. chosen.Select(i => ((PySequence)value).Items[i])];
        return value is PyList ? new PyList(items) : new PyTuple(items);

        BigInteger Clamp(BigInteger? bound, BigInteger fallback)
        {
            if (bound is not { } b) return fallback;
            if (b.Sign < 0) b += length;
            return BigInteger.Max(lower, BigInteger.Min(upper, b));
        }
    }

    /// <summary><c>value[key]</c> as Python does it; the exception tells why there is none.</summary>
    public static object? Index(object? value, object? key)
    {
        switch (value)
        {
            case Undefined undefined:
                throw undefined.Fail();
            case PyDict dict:
                _ = PyCompare.Hash(key);
                return dict.TryGet(key, out object? found) ? found : throw PythonError.Lookup(PyText.Repr(key));
            case IIndexed indexed:
                return indexed.Index(key);
            case PySequence or string or Markup or PyRange:
                if (!PyTypes.IsInteger(key, out BigInteger index))
                    throw PythonError.Type($"{PyTypes.Name(value)} indices must be integers");
                BigInteger length = Length(value);
                if (index.Sign < 0) index += length;
                if (index.Sign < 0 || index >= length) throw PythonError.Lookup($"{PyTypes.Name(value)} index out of range");
                return value switch
                {
                    PySequence sequence => sequence.Items[(int)index],
                    PyRange range => range[index],
                    Markup markup => new Markup(CodePoints.Pick(markup.Text, [(int)index])),
                    _ => CodePoints.Pick((string)value, [(int)index]),
                };
            default:
                throw PythonError.Type($"'{PyTypes.Name(value)}' object is not subscriptable");
        }
    }

    private static BigInteger? Bound(object? value) => value switch
    {
        null => null,
        Undefined undefined => throw undefined.Fail(),
        _ => PyTypes.IsInteger(value, out BigInteger integer)
            ? integer
            : throw PythonError.Type("slice indices must be integers or None"),
    };

    /// <summary>A list that grows while it is walked is walked to its new end, as in Python.</summary>
    private static IEnumerable<object?> Live(List<object?> items)
    {
        for (int i = 0; i < items.Count; i++) yield return items[i];
    }
}

/// <summary>A value of the engine that can be walked.</summary>
internal interface IIterable
{
    IEnumerable<object?> Iterate();
}

/// <summary>A value of the engine that answers to <c>[key]</c>.</summary>
internal interface IIndexed
{
    object? Index(object? key);
}
