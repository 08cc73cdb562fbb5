using System.Numerics;

namespace Mlem.Docker.Templates.Values;

/// <summary>Python's <c>==</c>, <c>&lt;</c> and <c>hash()</c>.</summary>
internal static class PyCompare
{
    public static bool AreEqual(object? left, object? right)
    {
        Budget.CheckStack();
        if (left is Undefined || right is Undefined) return UndefinedEqual(left, right);
        if (left is null || right is null) return left is null && right is null;
        if (PyTypes.IsNumber(left) && PyTypes.IsNumber(right)) return NumbersEqual(left, right);
        if (PyTypes.AsText(left) is { } a) return a == PyTypes.AsText(right);
        return (left, right) switch
        {
            (PyList l, PyList r) => ItemsEqual(l.Items, r.Items),
            (PyTuple l, PyTuple r) => ItemsEqual(l.Items, r.Items),
            (PyDict l, PyDict r) => l.Count == r.Count
                && l.Entries.All(e => r.TryGet(e.Key, out object? other) && AreSame(e.Value, other)),
            (PyRange l, PyRange r) => l.Count == r.Count
                && (l.Count.IsZero || (l.Start == r.Start && (l.Count.IsOne || l.Step == r.Step))),
            (PyDictView l, PyDictView r) when l.Kind == r.Kind && l.Kind != PyDictViewKind.Values =>
                l.Dict.Count == r.Dict.Count && l.Iterate().All(i => r.Iterate().Any(j => AreSame(i, j))),
            _ => ReferenceEquals(left, right),
        };
    }

    /// <summary>Equality inside containers: the same object is equal to itself.</summary>
    public static bool AreSame(object? left, object? right) => ReferenceEquals(left, right) || AreEqual(left, right);

    /// <summary>Order of two values; null when one of them is NaN, so that no comparison holds.</summary>
    public static int? Order(object? left, object? right, string operation)
    {
        Budget.CheckStack();
        if (left is Undefined l) throw l.Fail();
        if (right is Undefined r) throw r.Fail();
        if (PyTypes.IsNumber(left) && PyTypes.IsNumber(right)) return OrderNumbers(left!, right!);
        if (PyTypes.AsText(left) is { } a && PyTypes.AsText(right) is { } b) return OrderText(a, b);
        if (left is PyList && right is PyList || left is PyTuple && right is PyTuple)
            return OrderItems(((PySequence)left).Items, ((PySequence)right).Items, operation);
        throw PythonError.Type(
            $"'{operation}' not supported between instances of '{PyTypes.Name(left)}' and '{PyTypes.Name(right)}'");
    }

    public static bool Less(object? left, object? right) => Order(left, right, "<") < 0;

    public static int Hash(object? value)
    {
        Budget.CheckStack();
        switch (value)
        {
            case null: return 0;
            case bool or BigInteger: PyTypes.IsInteger(value, out BigInteger i); return i.GetHashCode();
            case double d when double.IsFinite(d) && Math.Floor(d) == d: return new BigInteger(d).GetHashCode();
            case double d: return d.GetHashCode();
            case string or Markup: return PyTypes.AsText(value)!.GetHashCode(StringComparison.Ordinal);
            case PyTuple tuple: return tuple.Items.Aggregate(17, (hash, item) => HashCode.Combine(hash, Hash(item)));
            case PyRange range: return range.Count.GetHashCode();
            case Undefined { Strict: true } u: throw u.Fail();
            case Undefined: return 1;
            case PyList or PyDict or PyDictView: throw PythonError.Type($"unhashable type: '{PyTypes.Name(value)}'");
            default: return value.GetHashCode();
        }
    }

    public static int OrderText(string a, string b)
    {
        // Python compares code points: a surrogate pair comes after every character of one unit.
        int length = Math.Min(a.Length, b.Length);
        for (int i = 0; i < length; i++)
        {
            if (a[i] == b[i]) continue;
            if (char.IsSurrogate(a[i]) != char.IsSurrogate(b[i])) return char.IsSurrogate(a[i]) ? 1 : -1;
            return a[i] - b[i];
        }

        return a.Length - b.Length;
    }

    private static bool UndefinedEqual(object? left, object? right)
    {
        if (left is Undefined { Strict: true } l) throw l.Fail();
        if (right is Undefined { Strict: true } r) throw r.Fail();
        return left is Undefined && right is Undefined;
    }

    private static bool NumbersEqual(object left, object right) => OrderNumbers(left, right) == 0;

    private static bool ItemsEqual(List<object?> left, List<object?> right)
    {
        if (left.Count != right.Count) return false;
        for (int i = 0; i < left.Count; i++)
        {
            if (!AreSame(left[i], right[i])) return false;
        }

        return true;
    }

    private static int? OrderItems(List<object?> left, List<object?> right, string operation)
    {
        for (int i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            if (!AreSame(left[i], right[i])) return Order(left[i], right[i], operation);
        }

        return left.Count - right.Count;
    }

    private static int? OrderNumbers(object left, object right)
    {
        bool leftIsInteger = PyTypes.IsInteger(left, out BigInteger a);
        bool rightIsInteger = PyTypes.IsInteger(right, out BigInteger b);
        if (leftIsInteger && rightIsInteger) return a.CompareTo(b);
        if (leftIsInteger) return -OrderFloat((double)right, a);
        if (rightIsInteger) return OrderFloat((double)left, b);
        (double x, double y) = ((double)left, (double)right);
        return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
    }

    private static int? OrderFloat(double value, BigInteger integer)
    {
        if (double.IsNaN(value)) return null;
        if (double.IsInfinity(value)) return value > 0 ? 1 : -1;
        int whole = new BigInteger(Math.Floor(value)).CompareTo(integer);
        return whole == 0 && value != Math.Floor(value) ? 1 : whole;
    }
}
