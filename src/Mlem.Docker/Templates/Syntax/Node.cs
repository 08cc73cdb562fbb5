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
    public abstract void Run(Frame frame);
}
