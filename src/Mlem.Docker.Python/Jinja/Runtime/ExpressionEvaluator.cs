using Mlem.Docker.Python.Jinja.Library;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Jinja.Syntax;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Runtime;

/// <summary>What an expression comes to.</summary>
internal static class ExpressionEvaluator
{
    public static object? Evaluate(Expression expression, Frame frame)
    {
        frame.Budget.Step();
        return expression switch
        {
            Constant n => n.Value,
            Name n => frame.Lookup(n.Text),
            ListLiteral n => new PyList(All(n.Items, frame)),
            TupleLiteral n => new PyTuple(All(n.Items, frame)),
            DictLiteral n => Dict(n, frame),
            AttributeAccess n => PyAttributes.GetAttribute(Evaluate(n.Target, frame), n.Name),
            ItemAccess { Key: SliceKey key } n => Slice(Evaluate(n.Target, frame), key, frame),
            ItemAccess n => PyAttributes.GetItem(Evaluate(n.Target, frame), Evaluate(n.Key, frame)),
            Call n => Invoke(n, frame, null),
            BinaryOperation n => PyOperators.Binary(n.Operation, Evaluate(n.Left, frame), Evaluate(n.Right, frame), frame.Budget),
            Logical n => Evaluate(n.Left, frame) is var left && PyTypes.Truthy(left) == n.And ? Evaluate(n.Right, frame) : left,
            Not n => !PyTypes.Truthy(Evaluate(n.Operand, frame)),
            Unary n => PyOperators.Unary(n.Operation, Evaluate(n.Operand, frame)),
            Comparison n => Compare(n, frame),
            Concatenation n => frame.Budget.Text(string.Concat(All(n.Parts, frame).Select(PyText.Str))),
            Conditional n => PyTypes.Truthy(Evaluate(n.Test, frame)) ? Evaluate(n.Then, frame) : Otherwise(n, frame),
            Filter n => frame.Render.Filters.Invoke(n.Name, Evaluate(n.Operand!, frame), Arguments(n.Arguments, frame), frame.Budget),
            Test n => Tests.Invoke(n.Name, Evaluate(n.Operand, frame), Arguments(n.Arguments, frame), frame.Budget),
            _ => throw PythonError.Type("a slice stands alone between brackets"),
        };
    }

    /// <summary>Filters on a text that was captured; it goes to the innermost filter of a chain.</summary>
    public static object? Apply(Filter filter, object captured, Frame frame)
    {
        object? value = filter.Operand is Filter inner ? Apply(inner, captured, frame) : captured;
        return frame.Render.Filters.Invoke(filter.Name, value, Arguments(filter.Arguments, frame), frame.Budget);
    }

    /// <summary>Calls; <paramref name="caller"/> is the body of a call block.</summary>
    public static object? Invoke(Call call, Frame frame, object? caller)
    {
        object? value = Evaluate(call.Target, frame);
        Arguments given = Arguments(call.Arguments, frame);
        if (caller is not null) given = given with { Keywords = [.. given.Keywords, new("caller", caller)] };
        return value switch
        {
            ICallable callable => callable.Call(given, frame.Budget),
            Undefined undefined => throw undefined.Fail(),
            _ => throw PythonError.Type($"'{PyTypes.Name(value)}' object is not callable"),
        };
    }

    private static List<object?> All(IReadOnlyList<Expression> expressions, Frame frame)
    {
        frame.Budget.Items(expressions.Count);
        return [.. expressions.Select(e => Evaluate(e, frame))];
    }

    private static PyDict Dict(DictLiteral literal, Frame frame)
    {
        frame.Budget.Items(literal.Entries.Count);
        PyDict dict = new();
        foreach ((Expression key, Expression value) in literal.Entries)
        {
            object? name = Evaluate(key, frame);
            dict[name] = Evaluate(value, frame);
        }

        return dict;
    }

    private static object Slice(object? value, SliceKey key, Frame frame) =>
        PySequences.Slice(value, Part(key.From, frame), Part(key.To, frame), Part(key.Step, frame), frame.Budget);

    private static object? Part(Expression? expression, Frame frame) => expression is null ? null : Evaluate(expression, frame);

    private static bool Compare(Comparison comparison, Frame frame)
    {
        object? left = Evaluate(comparison.First, frame);
        foreach ((string operation, Expression operand) in comparison.Rest)
        {
            object? right = Evaluate(operand, frame);
            if (!PyOperators.Compare(operation, left, right)) return false;
            left = right;
        }

        return true;
    }

    private static object? Otherwise(Conditional conditional, Frame frame) => conditional.Otherwise is { } otherwise
        ? Evaluate(otherwise, frame)
        : new Undefined("the inline if-expression evaluated to false and no else section was defined", strict: false);

    private static Arguments Arguments(CallArguments call, Frame frame)
    {
        if (call == CallArguments.None) return Objects.Arguments.None;
        List<object?> positional = All(call.Positional, frame);
        List<KeyValuePair<string, object?>> keywords = [];
        foreach ((string name, Expression value) in call.Keywords) Add(name, Evaluate(value, frame));
        if (call.MorePositional is { } more)
            positional.AddRange(PySequences.ToList(Evaluate(more, frame), frame.Budget).Items);
        if (call.MoreKeywords is { } named)
        {
            object? given = Evaluate(named, frame);
            PyDict dict = given as PyDict ?? throw PyTypes.Wrong(given, "a mapping after **");
            foreach ((object? key, object? value) in dict.Entries)
                Add(PyTypes.AsText(key) ?? throw PythonError.Type("keywords must be strings"), value);
        }

        return new Arguments(positional, keywords);

        void Add(string name, object? value)
        {
            if (keywords.Exists(k => k.Key == name)) throw PythonError.Type($"got multiple values for keyword argument '{name}'");
            keywords.Add(new(name, value));
        }
    }
}
