using System.Numerics;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Library;

/// <summary>The names every template has: <c>range dict namespace</c>.</summary>
internal static class Globals
{
    private static readonly NativeFunction Range = new(new Parameters("range", "start stop= step= /"), MakeRange);

    private static readonly NativeFunction Dict = new(new Parameters("dict", "other= / **"), a => DictMethods.Make(a, a.Or(0, null)));

    private static readonly NativeFunction NewNamespace =
        new(new Parameters("namespace", "other= / **"), a => new Namespace(DictMethods.Make(a, a.Or(0, null))));

    public static Dictionary<string, object?> Make() =>
        new(StringComparer.Ordinal) { ["range"] = Range, ["dict"] = Dict, ["namespace"] = NewNamespace };

    private static PyRange MakeRange(Bound a)
    {
        BigInteger first = Integer(a[0]);
        (BigInteger start, BigInteger stop) = a.Has(1) ? (first, Integer(a[1])) : (0, first);
        BigInteger step = a.Has(2) ? Integer(a[2]) : 1;
        if (step.IsZero) throw PythonError.Value("range() arg 3 must not be zero");
        int most = a.Budget.Limits.MaxRange;
        return (stop - start) / step > most || BigInteger.Max(BigInteger.Abs(start), BigInteger.Max(BigInteger.Abs(stop), BigInteger.Abs(step))) > long.MaxValue / 4
            ? throw PythonError.Limit(Messages.FormatRangeTooLong(most))
            : new PyRange((long)start, (long)stop, (long)step);
    }

    private static BigInteger Integer(object? value) =>
        PythonNumber.IsInteger(value, out BigInteger integer) ? integer : throw PyTypes.Wrong(value, "int");
}
