using Mlem.Docker.Templates.Runtime;

namespace Mlem.Docker.Templates.Syntax;

internal sealed class Set(Target target, Expression value, int start, int stop) : Statement(start, stop)
{
    public override IEnumerable<Node> Children => [target, value];

    public override void Declare(Symbols scope)
    {
        scope.Load(value);
        target.Declare(scope, parameter: false);
    }

    public override void Run(Frame frame) => target.Store(frame.Evaluate(value), frame);
}

/// <summary><c>{% set name %}…{% endset %}</c>.</summary>
internal sealed class SetBlock(Target target, Filter? filter, IReadOnlyList<Statement> body, int start, int stop)
    : Statement(start, stop)
{
    private IReadOnlyList<string> _hidden = [];

    public override IEnumerable<Node> Children =>
        filter is null ? [target, .. body] : [target, filter, .. body];

    public override void Declare(Symbols scope) => target.Declare(scope, parameter: false);

    public override void Resolve(Symbols scope) => _hidden = Open(scope, body);

    public override void Run(Frame frame)
    {
        Frame inner = frame.Inner(_hidden).Capturing();
        inner.Run(body);
        string text = inner.Output.ToString();
        target.Store(filter is null ? text : filter.Apply(text, inner), frame);
    }
}

internal sealed class With(
    IReadOnlyList<(Target Target, Expression Value)> variables, IReadOnlyList<Statement> body, int start, int stop)
    : Statement(start, stop)
{
    private IReadOnlyList<string> _hidden = [];

    public override IEnumerable<Node> Children =>
        [.. variables.Select(v => v.Target), .. variables.Select(v => v.Value), .. body];

    public override void Declare(Symbols scope)
    {
        foreach ((_, Expression value) in variables) scope.Load(value);
    }

    public override void Resolve(Symbols scope) => _hidden = Open(scope, body, inner =>
    {
        foreach ((Target target, _) in variables) target.Declare(inner, parameter: true);
    });

    public override void Run(Frame frame)
    {
        // Values see the outer names only, not the variables before them.
        Frame inner = frame.Inner(_hidden);
        foreach ((Target target, Expression value) in variables) target.Store(frame.Evaluate(value), inner);
        inner.Run(body);
    }
}

internal sealed class FilterBlock(Filter filter, IReadOnlyList<Statement> body, int start, int stop)
    : Statement(start, stop)
{
    private IReadOnlyList<string> _hidden = [];

    public override IEnumerable<Node> Children => [.. body, filter];

    public override void Declare(Symbols scope) => scope.Load(filter);

    public override void Resolve(Symbols scope) => _hidden = Open(scope, body, after: inner => inner.Load(filter));

    public override void Run(Frame frame)
    {
        Frame inner = frame.Inner(_hidden).Capturing();
        inner.Run(body);
        frame.Output.WriteResult(filter.Apply(inner.Output.ToString(), inner));
    }
}
