using System.Collections.Frozen;
using System.Numerics;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Library;

/// <summary>The tests, by name.</summary>
internal static class Tests
{
    private static readonly FrozenDictionary<string, Function> All = Function.Table(
        [
            new("defined", "", (v, _) => v is not Undefined),
            new("undefined", "", (v, _) => v is Undefined),
            new("none", "", (v, _) => v is null),
            new("boolean", "", (v, _) => v is bool),
            new("true", "", (v, _) => v is true),
            new("false", "", (v, _) => v is false),
            new("integer", "", (v, _) => v is BigInteger),
            new("float", "", (v, _) => v is double),
            new("number", "", (v, _) => PyTypes.IsNumber(v)),
            new("string", "", (v, _) => v is string or Markup),
            new("mapping", "", (v, _) => v is PyDict),
            new("sequence", "", (v, _) => v is PySequence or string or Markup or PyDict or PyRange),
            new("iterable", "", (v, _) => IsIterable(v)),
            new("callable", "", (v, _) => v is ICallable or Undefined),
            new("escaped", "", (v, _) => v is Markup),
            new("lower", "", (v, _) => TextKind.IsCased(PyText.Str(v), upper: false)),
            new("upper", "", (v, _) => TextKind.IsCased(PyText.Str(v), upper: true)),
            new("odd", "", (v, a) => Remainder(v, new BigInteger(2), BigInteger.One, a)),
            new("even", "", (v, a) => Remainder(v, new BigInteger(2), BigInteger.Zero, a)),
            new("divisibleby", "num", (v, a) => Remainder(v, a[0], BigInteger.Zero, a)),
            new("sameas", "other", (v, a) => IsSame(v, a[0])),
            new("in", "seq", (v, a) => PySequences.Contains(a[0], v)),
            new("filter", "", (v, _) => Known(v, Filters.Exists)),
            new("test", "", (v, _) => Known(v, Exists)),
            Comparison("==", "=="), Comparison("!=", "!="), Comparison(">", ">"),
            Comparison(">=", ">="), Comparison("<", "<"), Comparison("<=", "<="),
        ],
        ("eq", "=="), ("equalto", "=="), ("ne", "!="), ("gt", ">"), ("greaterthan", ">"),
        ("ge", ">="), ("lt", "<"), ("lessthan", "<"), ("le", "<="));

    public static bool Exists(string name) => All.ContainsKey(name);

    public static object? Invoke(string name, object? value, Arguments arguments, Budget budget)
    {
        budget.Step();
        return All.TryGetValue(name, out Function? test)
            ? test.Invoke(value, arguments, budget)
            : throw PythonError.Runtime($"No test named '{name}' found");
    }

    /// <summary>A test that is named by a value, as in <c>select('odd')</c>.</summary>
    public static object? InvokeNamed(object? name, object? value, Arguments arguments, Budget budget)
    {
        if (name is Undefined undefined) throw undefined.Fail();
        return Invoke(PyTypes.AsText(name) ?? PyText.Repr(name), value, arguments, budget);
    }

    private static Function Comparison(string name, string operation) =>
        new(name, "other /", (v, a) => PyOperators.Compare(operation, v, a[0]));

    private static bool Known(object? value, Func<string, bool> exists)
    {
        _ = PyCompare.Hash(value);
        return PyTypes.AsText(value) is { } name && exists(name);
    }

    private static bool Remainder(object? value, object? divisor, BigInteger wanted, Bound a) =>
        PyCompare.AreEqual(PyOperators.Binary("%", value, divisor, a.Budget), wanted);

    private static bool IsIterable(object? value) => value is Undefined { Strict: true } undefined
        ? throw undefined.Fail()
        : value is PySequence or string or Markup or PyDict or PyDictView or PyRange or PyIterator or IIterable or Undefined;

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
