using Mlem.Docker.Templates.Runtime;

namespace Mlem.Docker.Templates.Syntax;

/// <summary>A part of a compiled template; knows where in the source it stands.</summary>
internal abstract class Node(int start, int stop)
{
    public int Start => start;

    public int Stop => stop;

    /// <summary>The parts, in the order in which names count as declared.</summary>
    public virtual IEnumerable<Node> Children => [];
}

/// <summary>A part that has a value.</summary>
internal abstract class Expression(int start, int stop) : Node(start, stop)
{
    public object? Evaluate(Frame frame)
    {
        frame.Render.Budget.Step();
        return Compute(frame);
    }

    protected abstract object? Compute(Frame frame);
}

/// <summary>A tag or a piece of output.</summary>
internal abstract class Statement(int start, int stop) : Node(start, stop)
{
    /// <summary>Tells which names the scope around it reads and sets here; what is inside is told by <see cref="Resolve"/>.</summary>
    public virtual void Declare(Symbols scope)
    {
        foreach (Node child in Children) scope.Load(child);
    }

    /// <summary>Finds the hidden names of the scopes inside, once the scope around it is known to its end.</summary>
    public virtual void Resolve(Symbols scope)
    {
    }

    protected static void ResolveAll(IEnumerable<Statement> statements, Symbols scope)
    {
        foreach (Statement statement in statements) statement.Resolve(scope);
    }

    /// <summary>A scope of its own: declares its names, then those of the scopes inside; gives the hidden ones.</summary>
    protected static IReadOnlyList<string> Open(Symbols outer, IEnumerable<Statement> body, Action<Symbols>? before = null, Action<Symbols>? after = null)
    {
        Symbols inner = new(outer);
        before?.Invoke(inner);
        inner.Visit(body);
        after?.Invoke(inner);
        ResolveAll(body, inner);
        return inner.Hidden;
    }

    public abstract void Run(Frame frame);
}
