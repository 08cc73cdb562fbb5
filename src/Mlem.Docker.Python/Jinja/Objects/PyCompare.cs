using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>Python's <c>==</c>, <c>&lt;</c> and <c>hash()</c>.</summary>
internal static class PyCompare
{
    public static bool AreEqual(object? left, object? right)
    {
        Budget.CheckStack();
        if (left is Undefined { Strict: true } u) throw u.Fail();
        if (right is Undefined { Strict: true } v) throw v.Fail();
        if (PythonNumber.IsNumber(left) && PythonNumber.IsNumber(right)) return PythonNumber.Compare(left!, right!) == 0;
        if (PyTypes.AsText(left) is { } a) return a == PyTypes.AsText(right);
        return (left, right) switch
        {
            (null, null) or (Undefined, Undefined) => true,
            (PyList l, PyList r) => ItemsEqual(l.Items, r.Items),
            (PyTuple l, PyTuple r) => ItemsEqual(l.Items, r.Items),
            (PyDict l, PyDict r) => l.Count == r.Count
                && l.Entries.All(e => r.TryGet(e.Key, out object? other) && AreSame(e.Value, other)),
            (PyRange l, PyRange r) => l.Iterate().SequenceEqual(r.Iterate()),
            (PyDictView l, PyDictView r) when l.Kind == r.Kind && l.Kind != PyDictViewKind.Values =>
                l.Dict.Count == r.Dict.Count && l.Iterate().All(i => r.Iterate().Any(j => AreSame(i, j))),
            _ => ReferenceEquals(left, right),
        };
    }

    /// <summary>Equality inside containers: the same object is equal to itself.</summary>
    public static bool AreSame(object? left, object? right) => ReferenceEquals(left, right) || AreEqual(left, right);

    public static bool Less(object? left, object? right) => Order(left, right, "<") < 0;

    /// <summary>Order of two values; null when one of them is NaN, so that no comparison holds.</summary>
    public static int? Order(object? left, object? right, string operation)
    {
        Budget.CheckStack();
        if (left is Undefined l) throw l.Fail();
        if (right is Undefined r) throw r.Fail();
        if (PythonNumber.IsNumber(left) && PythonNumber.IsNumber(right)) return PythonNumber.Compare(left!, right!);
        if (PyTypes.AsText(left) is { } a && PyTypes.AsText(right) is { } b) return PythonText.Compare(a, b);
        if ((left, right) is (PyList, PyList) or (PyTuple, PyTuple))
            return OrderItems(((PySequence)left!).Items, ((PySequence)right!).Items, operation);
        throw PythonError.Type(
            $"'{operation}' not supported between instances of '{PyTypes.Name(left)}' and '{PyTypes.Name(right)}'");
    }

    /// <summary>Python's <c>sorted()</c>: stable, also in reverse.</summary>
    public static List<object?> Sort(IEnumerable<object?> items, Func<object?, object?> key, bool reverse)
    {
        List<(object? Key, object? Item)> keyed = [.. items.Select(item => (key(item), item))];
        Comparer<object?> order = Comparer<object?>.Create((x, y) => Less(x, y) ? -1 : Less(y, x) ? 1 : 0);
        try
        {
            return reverse
                ? [.. keyed.OrderByDescending(k => k.Key, order).Select(k => k.Item)]
                : [.. keyed.OrderBy(k => k.Key, order).Select(k => k.Item)];
        }
        catch (InvalidOperationException e) when (e.InnerException is PythonError inner)
        {
            throw inner;
        }
    }

    public static int Hash(object? value)
    {
        Budget.CheckStack();
        return value switch
        {
            null => 0,
            string or Markup => PyTypes.AsText(value)!.GetHashCode(StringComparison.Ordinal),
            PyTuple tuple => tuple.Items.Aggregate(17, (hash, item) => HashCode.Combine(hash, Hash(item))),
            PyRange range => range.Count,
            Undefined { Strict: true } u => throw u.Fail(),
            Undefined => 1,
            PyList or PyDict or PyDictView => throw PythonError.Type($"unhashable type: '{PyTypes.Name(value)}'"),
            _ => PythonNumber.IsNumber(value) ? PythonNumber.Hash(value) : value.GetHashCode(),
        };
    }

    private static bool ItemsEqual(List<object?> left, List<object?> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => AreSame(pair.First, pair.Second));

    private static int? OrderItems(List<object?> left, List<object?> right, string operation)
    {
        for (int i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            if (!AreSame(left[i], right[i])) return Order(left[i], right[i], operation);
        }

        return left.Count - right.Count;
    }
}
