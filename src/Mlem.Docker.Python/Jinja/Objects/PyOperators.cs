using System.Numerics;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>Python's operators on values of any type.</summary>
internal static class PyOperators
{
    public static object? Binary(string operation, object? left, object? right, Budget budget)
    {
        if (left is Undefined l) throw l.Fail();
        if (PythonNumber.IsNumber(left) && PythonNumber.IsNumber(right)) return PythonArithmetic.Apply(operation, left!, right!);
        if (operation == "%" && PyTypes.AsText(left) is { } format)
        {
            string formatted = budget.Text(PercentFormat.Apply(format, right, left is Markup, budget));
            return left is Markup ? new Markup(formatted) : formatted;
        }

        object? result = operation switch
        {
            "+" => Concatenate(left, right, budget),
            "*" when PythonNumber.IsInteger(right, out BigInteger count) => Repeat(left, count, budget),
            "*" when PythonNumber.IsInteger(left, out BigInteger count) => Repeat(right, count, budget),
            _ => null,
        };
        if (result is not null) return result;
        if (right is Undefined r) throw r.Fail();
        throw PythonError.Type(
            $"unsupported operand type(s) for {operation}: '{PyTypes.Name(left)}' and '{PyTypes.Name(right)}'");
    }

    public static object Unary(string operation, object? value)
    {
        if (value is Undefined undefined) throw undefined.Fail();
        bool minus = operation == "-";
        if (PythonNumber.IsInteger(value, out BigInteger integer)) return minus ? -integer : integer;
        return value is double d
            ? minus ? -d : d
            : throw PythonError.Type($"bad operand type for unary {operation}: '{PyTypes.Name(value)}'");
    }

    public static bool Compare(string operation, object? left, object? right) => operation switch
    {
        "==" => PyCompare.AreEqual(left, right),
        "!=" => !PyCompare.AreEqual(left, right),
        "<" => PyCompare.Order(left, right, operation) < 0,
        "<=" => PyCompare.Order(left, right, operation) <= 0,
        ">" => PyCompare.Order(left, right, operation) > 0,
        ">=" => PyCompare.Order(left, right, operation) >= 0,
        "in" => PySequences.Contains(right, left),
        _ => !PySequences.Contains(right, left),
    };

    private static object? Concatenate(object? left, object? right, Budget budget)
    {
        if (PyTypes.AsText(left) is { } a && PyTypes.AsText(right) is { } b)
        {
            return left is Markup || right is Markup
                ? new Markup(budget.Text(Markup.Escape(left) + Markup.Escape(right)))
                : budget.Text(a + b);
        }

        if ((left, right) is not ((PyList, PyList) or (PyTuple, PyTuple))) return null;
        return Sequence((PySequence)left!, [.. ((PySequence)left!).Items, .. ((PySequence)right!).Items], budget);
    }

    private static object? Repeat(object? value, BigInteger count, Budget budget)
    {
        int times = budget.Size(count);
        if (PyTypes.AsText(value) is { } text)
        {
            budget.Size((BigInteger)text.Length * times);
            string repeated = budget.Text(string.Concat(Enumerable.Repeat(text, times)));
            return value is Markup ? new Markup(repeated) : repeated;
        }

        if (value is not PySequence sequence) return null;
        budget.Items((long)sequence.Items.Count * times);
        return Sequence(sequence, [.. Enumerable.Repeat(sequence.Items, times).SelectMany(items => items)], budget);
    }

    private static PySequence Sequence(PySequence like, List<object?> items, Budget budget)
    {
        budget.Items(items.Count);
        return like is PyList ? new PyList(items) : new PyTuple(items);
    }
}
