using Mlem.Docker.Templates.Runtime;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Syntax;

/// <summary>Text outside the tags.</summary>
internal sealed class Text(string data, bool silenced, int start, int stop) : Statement(start, stop)
{
    public string Data => data;

    public override void Run(Frame frame)
    {
        if (!silenced || !frame.Template.Extended) frame.Output.Write(data);
    }
}

/// <summary><c>{{ expression }}</c>.</summary>
internal sealed class Output(Expression expression, bool silenced, int start, int stop) : Statement(start, stop)
{
    public override IEnumerable<Node> Children => [expression];

    public override void Run(Frame frame)
    {
        if (!silenced || !frame.Template.Extended) frame.Output.Write(frame.Text(expression));
    }
}

/// <summary>Several statements from one tag.</summary>
internal sealed class Group(IReadOnlyList<Statement> statements, int start, int stop) : Statement(start, stop)
{
    public override IEnumerable<Node> Children => statements;

    public override void Declare(Symbols scope) => scope.Visit(statements);

    public override void Run(Frame frame) => frame.Run(statements);
}

internal sealed class If(
    IReadOnlyList<(Expression Test, IReadOnlyList<Statement> Body)> branches,
    IReadOnlyList<Statement> otherwise,
    int start,
    int stop)
    : Statement(start, stop)
{
    public override IEnumerable<Node> Children => branches.SelectMany(b => b.Body.Prepend<Node>(b.Test)).Concat(otherwise);

    public override void Declare(Symbols scope) => Declare(scope, 0);

    public override void Resolve(Symbols scope)
    {
        foreach ((_, IReadOnlyList<Statement> body) in branches) ResolveAll(body, scope);
        ResolveAll(otherwise, scope);
    }

    public override void Run(Frame frame)
    {
        foreach ((Expression test, IReadOnlyList<Statement> body) in branches)
        {
            if (!frame.Truth(test)) continue;
            frame.Run(body);
            return;
        }

        frame.Run(otherwise);
    }

    private void Declare(Symbols scope, int branch)
    {
        // As Jinja2 does: every elif is an if of its own, without else, side by side in one branch.
        scope.Load(branches[branch].Test);
        scope.VisitBranches(
        [
            s => s.Visit(branches[branch].Body),
            s =>
            {
                for (int i = 1; branch == 0 && i < branches.Count; i++) Declare(s, i);
            },
            s => s.Visit(branch == 0 ? otherwise : []),
        ]);
    }
}

internal sealed class For(
    Target target,
    Expression items,
    Expression? test,
    bool recursive,
    IReadOnlyList<Statement> body,
    IReadOnlyList<Statement> otherwise,
    int start,
    int stop)
    : Statement(start, stop)
{
    /// <summary>The <c>loop</c> variable exists only where it can be seen, so that includes see the same.</summary>
    private readonly bool _hasLoop = recursive
        || NameUse.Undeclared(body, "loop").Count > 0
        || body.Any(s => NameUse.Any(s, node => node is Block { Scoped: true }));

    private IReadOnlyList<string> _hidden = [];
    private IReadOnlyList<string> _hiddenElse = [];

    public override IEnumerable<Node> Children =>
        [target, items, .. body, .. otherwise, .. test is null ? Array.Empty<Node>() : [test]];

    public override void Declare(Symbols scope) => scope.Load(items);

    public override void Resolve(Symbols scope)
    {
        _hidden = Open(scope, body, inner =>
        {
            if (_hasLoop) inner.Declare("loop");
            target.Declare(inner, parameter: true);
        });
        _hiddenElse = Open(scope, otherwise);
    }

    public override void Run(Frame frame)
    {
        object? value = frame.Evaluate(items);
        if (recursive) frame.Output.Write(RunRecursive(frame, value, 0));
        else Run(frame, value, null, 0);
    }

    private string RunRecursive(Frame frame, object? value, int depth)
    {
        frame.Render.Budget.Enter();
        Frame inner = frame.Capturing();
        Run(inner, value, (nested, below) => RunRecursive(frame, nested, below), depth);
        frame.Render.Budget.Leave();
        return inner.Output.ToString();
    }

    private void Run(Frame frame, object? value, Func<object?, int, string>? recurse, int depth)
    {
        LoopContext loop = new(value, test is null ? PySequences.Iterate(value) : Chosen(frame, value), test is not null, recurse, depth);
        bool any = false;
        while (loop.MoveNext())
        {
            any = true;
            frame.Render.Budget.Step();
            Frame inner = frame.Inner(_hidden);
            if (_hasLoop) inner.Assign("loop", loop);
            target.Store(loop.Current, inner);
            inner.Run(body);
        }

        if (!any && otherwise.Count > 0) frame.Inner(_hiddenElse).Run(otherwise);
    }

    private IEnumerable<object?> Chosen(Frame frame, object? value)
    {
        foreach (object? item in PySequences.Iterate(value))
        {
            frame.Render.Budget.Step();
            Frame inner = frame.Inner();
            target.Store(item, inner);
            if (inner.Truth(test!)) yield return item;
        }
    }
}
