using Mlem.Docker.Templates.Library;
using Mlem.Docker.Templates.Runtime;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Syntax;

/// <summary><c>value | name(arguments)</c>; without a value it stands in a filter block or block set.</summary>
internal sealed class Filter(Expression? operand, string name, CallArguments arguments, int start, int stop)
    : Expression(start, stop)
{
    public override IEnumerable<Node> Children => operand is null ? arguments.Nodes : arguments.Nodes.Prepend(operand);

    /// <summary>The filter on a text that was captured; it goes to the innermost filter of a chain.</summary>
    public object? Apply(object captured, Frame frame)
    {
        object? value = operand switch
        {
            null => captured,
            Filter inner => inner.Apply(captured, frame),
            _ => operand.Evaluate(frame),
        };
        return Filters.Invoke(name, value, arguments.Evaluate(frame), frame.Render.Budget);
    }

    protected override object? Compute(Frame frame) =>
        Filters.Invoke(name, operand!.Evaluate(frame), arguments.Evaluate(frame), frame.Render.Budget);
}

/// <summary><c>value is name(arguments)</c>.</summary>
internal sealed class Test(Expression operand, string name, CallArguments arguments, int start, int stop)
    : Expression(start, stop)
{
    public override IEnumerable<Node> Children => arguments.Nodes.Prepend(operand);

    protected override object? Compute(Frame frame) =>
        Tests.Invoke(name, operand.Evaluate(frame), arguments.Evaluate(frame), frame.Render.Budget);
}
