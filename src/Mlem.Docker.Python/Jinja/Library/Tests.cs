using System.Collections.Frozen;
using System.Numerics;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Library;

/// <summary>The tests, by name.</summary>
internal static class Tests
{
    private static readonly FrozenDictionary<string, Function> All = Table(
        [
            new("defined", "", (v, _) => v is not Undefined),
            new("undefined", "", (v, _) => v is Undefined),
            new("none", "", (v, _) => v is null),
            new("boolean", "", (v, _) => v is bool),
            new("true", "", (v, _) => v is true),
            new("false", "", (v, _) => v is false),
            new("integer", "", (v, _) => v is BigInteger),
            new("float", "", (v, _) => v is double),
            new("number", "", (v, _) => PythonNumber.IsNumber(v)),
            new("string", "", (v, _) => v is string or Markup),
            new("mapping", "", (v, _) => v is PyDict),
            new("sequence", "", (v, _) => v is PySequence or string or Markup or PyDict or PyRange),
            new("iterable", "", (v, _) => v is PySequence or string or Markup or PyDict or PyDictView or PyRange or PyIterator
                || (v is Undefined u && (u.Strict ? throw u.Fail() : true))),
            new("callable", "", (v, _) => v is ICallable or Undefined),
            new("lower", "", (v, _) => TextKind.IsCased(PyText.Str(v), upper: false)),
            new("upper", "", (v, _) => TextKind.IsCased(PyText.Str(v), upper: true)),
            new("odd", "", (v, a) => Remainder(v, new BigInteger(2), BigInteger.One, a)),
            new("even", "", (v, a) => Remainder(v, new BigInteger(2), BigInteger.Zero, a)),
            new("divisibleby", "num", (v, a) => Remainder(v, a[0], BigInteger.Zero, a)),
            new("sameas", "other", (v, a) => IsSame(v, a[0])),
            new("in", "seq", (v, a) => PySequences.Contains(a[0], v)),
        ],
        "== eq equalto", "!= ne", "> gt greaterthan", ">= ge", "< lt lessthan", "<= le");

    public static bool Has(string name) => All.ContainsKey(name);

    public static string Missing(string name) =>
        Messages.FormatTestNotAvailable(name, string.Join(", ", All.Keys.Order(StringComparer.Ordinal)));

    public static object? Invoke(string name, object? value, Arguments arguments, Budget budget) => All.TryGetValue(name, out Function? test)
        ? test.Invoke(value, arguments, budget)
        : throw PythonError.Runtime(Missing(name));

    /// <summary>The tests, and for each comparison its names, the operator first.</summary>
    private static FrozenDictionary<string, Function> Table(Function[] tests, params string[] comparisons)
    {
        IEnumerable<Function> compare = comparisons.Select(names => names.Split(' ')).SelectMany(names => names.Select(name =>
            new Function(name, "other /", (v, a) => PyOperators.Compare(names[0], v, a[0]))));
        return tests.Concat(compare).ToFrozenDictionary(test => test.Name, StringComparer.Ordinal);
    }

    private static bool Remainder(object? value, object? divisor, BigInteger wanted, Bound a) =>
        PyCompare.AreEqual(PyOperators.Binary("%", value, divisor, a.Budget), wanted);

    private static bool IsSame(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (bool a, bool b) => a == b,

        // CPython keeps one object for each small int and for most short strings of a template.
        (BigInteger a, BigInteger b) => a == b,
        (string a, string b) => a == b,
        _ => ReferenceEquals(left, right),
    };
}
