using System.Numerics;

namespace Mlem.Docker.Templates.Values;

/// <summary>Python's operators on values of any type.</summary>
internal static class PyOperators
{
    public static object? Binary(string operation, object? left, object? right, Budget budget)
    {
        if (left is Undefined l) throw l.Fail();
        if (PyTypes.IsNumber(left) && PyTypes.IsNumber(right)) return PyNumber.Binary(operation, left!, right!);
        if (operation == "%" && PyTypes.AsText(left) is { } format)
        {
            string formatted = budget.Text(PercentFormat.Apply(format, right, left is Markup, budget));
            return left is Markup ? new Markup(formatted) : formatted;
        }

        object? result = operation switch
        {
            "+" => Concatenate(left, right, budget),
            "*" when PyTypes.IsInteger(right, out BigInteger count) => Repeat(left, count, budget),
            "*" when PyTypes.IsInteger(left, out BigInteger count) => Repeat(right, count, budget),
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
        if (PyTypes.IsInteger(value, out BigInteger integer)) return minus ? -integer : integer;
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
            if (left is Markup || right is Markup)
                return new Markup(budget.Text(Markup.Escape(left).Text + Markup.Escape(right).Text));
            return budget.Text(a + b);
        }

        if (left is not PySequence x || right is not PySequence y || left is PyList != right is PyList) return null;
        budget.Items(x.Items.Count + y.Items.Count);
        List<object?> items = [.. x.Items, .. y.Items];
        return left is PyList ? new PyList(items) : new PyTuple(items);
    }

    private static object? Repeat(object? value, BigInteger count, Budget budget)
    {
        int times = budget.Size(count);
        if (PyTypes.AsText(value) is { } text)
        {
            budget.Characters((long)text.Length * times);
            string repeated = text.Length * (long)times <= int.MaxValue / 2
                ? string.Concat(Enumerable.Repeat(text, times))
                : throw PythonError.Limit("the text is too long");
            return value is Markup ? new Markup(repeated) : repeated;
        }

        if (value is not PySequence sequence) return null;
        budget.Items((long)sequence.Items.Count * times);
        List<object?> items = [];
        for (int i = 0; i < times; i++) items.AddRange(sequence.Items);
        return value is PyList ? new PyList(items) : new PyTuple(items);
    }
}
