using System.Numerics;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Library;

/// <summary>The names every template has: <c>range dict namespace cycler joiner</c>.</summary>
internal static class Globals
{
    private static readonly TypeObject Range = new(new(new Parameters("range", "start stop= step= /"), MakeRange));

    private static readonly TypeObject Dict = new(new(new Parameters("dict", "other= / **"), MakeDict));

    private static readonly NativeFunction NewNamespace =
        new(new Parameters("namespace", "other= / **"), a => new Namespace(MakeDict(a)));

    private static readonly NativeFunction NewCycler = new(new Parameters("cycler", "* /"), a => a.More.Count > 0
        ? new Cycler([.. a.More])
        : throw PythonError.Runtime("at least one item has to be provided"));

    private static readonly NativeFunction NewJoiner =
        new(new Parameters("joiner", "sep="), a => new Joiner(a.Or(0, ", ")));

    public static Dictionary<string, object?> Make() => new(StringComparer.Ordinal)
    {
        ["range"] = Range,
        ["dict"] = Dict,
        ["namespace"] = NewNamespace,
        ["cycler"] = NewCycler,
        ["joiner"] = NewJoiner,
    };

    private static PyDict MakeDict(Bound a)
    {
        PyDict dict = new();
        if (a.Has(0) && a[0] is null) throw PythonError.Type("'NoneType' object is not iterable");
        DictMethods.Update(dict, a.Or(0, null), a.Names, a.Budget);
        return dict;
    }

    private static PyRange MakeRange(Bound a)
    {
        BigInteger first = Integer(a[0]);
        BigInteger start = a.Has(1) ? first : 0;
        BigInteger stop = a.Has(1) ? Integer(a[1]) : first;
        BigInteger step = a.Has(2) ? Integer(a[2]) : 1;
        if (step.IsZero) throw PythonError.Value("range() arg 3 must not be zero");
        PyRange range = new(start, stop, step);
        return range.Count > a.Budget.Limits.MaxRange
            ? throw PythonError.Limit($"a range of more than {a.Budget.Limits.MaxRange} numbers")
            : range;
    }

    private static BigInteger Integer(object? value) =>
        PyTypes.IsInteger(value, out BigInteger integer) ? integer : throw PyTypes.Wrong(value, "int");
}
