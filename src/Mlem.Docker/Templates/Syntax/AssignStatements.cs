using Mlem.Docker.Templates.Runtime;

namespace Mlem.Docker.Templates.Syntax;

internal sealed class Set(Target target, Expression value, int start, int stop) : Statement(start, stop)
{
    public override IEnumerable<Node> Children => [target, value];

    public override void Run(Frame frame) => target.Store(frame.Evaluate(value), frame);
}

/// <summary><c>{% set name %}…{% endset %}</c>.</summary>
internal sealed class SetBlock(Target target, Filter? filter, IReadOnlyList<Statement> body, int start, int stop)
    : Statement(start, stop)
{
    public override IEnumerable<Node> Children =>
        filter is null ? [target, .. body] : [target, filter, .. body];

    public override void Run(Frame frame)
    {
        Frame inner = frame.Inner().Capturing();
        inner.Run(body);
        string text = inner.Output.ToString();
        target.Store(filter is null ? text : filter.Apply(text, inner), frame);
    }
}

internal sealed class With(
    IReadOnlyList<(Target Target, Expression Value)> variables, IReadOnlyList<Statement> body, int start, int stop)
    : Statement(start, stop)
{
    public override IEnumerable<Node> Children =>
        [.. variables.Select(v => v.Target), .. variables.Select(v => v.Value), .. body];

    public override void Run(Frame frame)
    {
        // Values see the outer names only, not the variables before them.
        Frame inner = frame.Inner();
        foreach ((Target target, Expression value) in variables) target.Store(frame.Evaluate(value), inner);
        inner.Run(body);
    }
}

internal sealed class FilterBlock(Filter filter, IReadOnlyList<Statement> body, int start, int stop)
    : Statement(start, stop)
{
    public override IEnumerable<Node> Children => [.. body, filter];

    public override void Run(Frame frame)
    {
        Frame inner = frame.Inner().Capturing();
        inner.Run(body);
        frame.Output.Write(Values.PyText.Str(filter.Apply(inner.Output.ToString(), inner)));
    }
}
