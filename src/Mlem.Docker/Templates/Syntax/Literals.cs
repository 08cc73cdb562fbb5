using Mlem.Docker.Templates.Runtime;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Syntax;

internal sealed class Constant(object? value, int start, int stop) : Expression(start, stop)
{
    public object? Value => value;

    protected override object? Compute(Frame frame) => value;
}

internal sealed class ListLiteral(IReadOnlyList<Expression> items, int start, int stop) : Expression(start, stop)
{
    public override IEnumerable<Node> Children => items;

    protected override object? Compute(Frame frame)
    {
        frame.Render.Budget.Items(items.Count);
        return new PyList([.. items.Select(i => i.Evaluate(frame))]);
    }
}

internal sealed class TupleLiteral(IReadOnlyList<Expression> items, int start, int stop) : Expression(start, stop)
{
    public IReadOnlyList<Expression> Items => items;

    public override IEnumerable<Node> Children => items;

    protected override object? Compute(Frame frame)
    {
        frame.Render.Budget.Items(items.Count);
        return new PyTuple([.. items.Select(i => i.Evaluate(frame))]);
    }
}

internal sealed class DictLiteral(IReadOnlyList<(Expression Key, Expression Value)> entries, int start, int stop)
    : Expression(start, stop)
{
    public override IEnumerable<Node> Children => entries.SelectMany(e => new Node[] { e.Key, e.Value });

    protected override object? Compute(Frame frame)
    {
        frame.Render.Budget.Items(entries.Count);
        PyDict dict = new();
        foreach ((Expression key, Expression value) in entries)
        {
            object? name = key.Evaluate(frame);
            dict[name] = value.Evaluate(frame);
        }

        return dict;
    }
}

internal sealed class Name(string name, int start, int stop) : Expression(start, stop)
{
    public string Text => name;

    protected override object? Compute(Frame frame) => frame.Lookup(name);
}
