using Mlem.Docker.Templates.Runtime;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Syntax;

/// <summary><c>+ - * / // % **</c>.</summary>
internal sealed class BinaryOperation(string operation, Expression left, Expression right, int start, int stop)
    : Expression(start, stop)
{
    public override IEnumerable<Node> Children => [left, right];

    protected override object? Compute(Frame frame) =>
        PyOperators.Binary(operation, left.Evaluate(frame), right.Evaluate(frame), frame.Render.Budget);
}

/// <summary><c>and</c> and <c>or</c>: give one of their operands, as in Python.</summary>
internal sealed class Logical(bool and, Expression left, Expression right, int start, int stop) : Expression(start, stop)
{
    public override IEnumerable<Node> Children => [left, right];

    protected override object? Compute(Frame frame)
    {
        object? first = left.Evaluate(frame);
        return PyTypes.Truthy(first) == and ? right.Evaluate(frame) : first;
    }
}

internal sealed class Not(Expression operand, int start, int stop) : Expression(start, stop)
{
    public override IEnumerable<Node> Children => [operand];

    protected override object? Compute(Frame frame) => !PyTypes.Truthy(operand.Evaluate(frame));
}

internal sealed class Unary(string operation, Expression operand, int start, int stop) : Expression(start, stop)
{
    public override IEnumerable<Node> Children => [operand];

    protected override object? Compute(Frame frame) => PyOperators.Unary(operation, operand.Evaluate(frame));
}

/// <summary>A chain of comparisons: <c>1 &lt; x &lt;= 3</c>.</summary>
internal sealed class Comparison(
    Expression first, IReadOnlyList<(string Operation, Expression Operand)> rest, int start, int stop)
    : Expression(start, stop)
{
    public override IEnumerable<Node> Children => rest.Select(r => r.Operand).Prepend(first);

    protected override object? Compute(Frame frame)
    {
        object? left = first.Evaluate(frame);
        foreach ((string operation, Expression operand) in rest)
        {
            object? right = operand.Evaluate(frame);
            if (!PyOperators.Compare(operation, left, right)) return false;
            left = right;
        }

        return true;
    }
}

/// <summary><c>a ~ b</c>: text of both, one after the other.</summary>
internal sealed class Concatenation(IReadOnlyList<Expression> parts, int start, int stop) : Expression(start, stop)
{
    public override IEnumerable<Node> Children => parts;

    protected override object? Compute(Frame frame)
    {
        // All parts are evaluated before the first is made text, which decides which error is told.
        object?[] values = [.. parts.Select(p => p.Evaluate(frame))];
        return frame.Render.Budget.Text(string.Concat(values.Select(PyText.Str)));
    }
}

/// <summary><c>a if test else b</c>.</summary>
internal sealed class Conditional(Expression test, Expression then, Expression? otherwise, int start, int stop)
    : Expression(start, stop)
{
    public override IEnumerable<Node> Children => otherwise is null ? [test, then] : [test, then, otherwise];

    protected override object? Compute(Frame frame)
    {
        if (PyTypes.Truthy(test.Evaluate(frame))) return then.Evaluate(frame);
        return otherwise is not null
            ? otherwise.Evaluate(frame)
            : new Undefined("the inline if-expression evaluated to false and no else section was defined", strict: false);
    }
}
