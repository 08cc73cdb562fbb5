using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Jinja.Syntax;

namespace Mlem.Docker.Python.Jinja.Runtime;

/// <summary>Runs <c>for</c>.</summary>
internal static class LoopRunner
{
    public static void Run(For loop, Frame frame)
    {
        object? items = frame.Evaluate(loop.Items);
        if (loop.Recursive) frame.Output.Write(RunRecursive(loop, frame, items, 0));
        else Run(loop, frame, items, null, 0);
    }

    private static string RunRecursive(For loop, Frame frame, object? items, int depth) => frame.Budget.Deeper(() =>
    {
        Frame inner = frame.Capturing();
        Run(loop, inner, items, (nested, below) => RunRecursive(loop, frame, nested, below), depth);
        return inner.Output.ToString();
    });

    private static void Run(For loop, Frame frame, object? items, Func<object?, int, string>? recurse, int depth)
    {
        IEnumerable<object?> chosen = loop.Test is null ? PySequences.Iterate(items) : Chosen(loop, frame, items);
        LoopContext context = new(items, chosen, loop.Test is not null, recurse, depth);
        bool any = false;
        while (context.MoveNext())
        {
            any = true;
            frame.Budget.Step();
            Frame inner = frame.Inner(loop.Body);
            if (loop.HasLoop) inner.Assign("loop", context);
            StatementRunner.Store(loop.Target, context.Current, inner);
            inner.Run(loop.Body);
        }

        if (!any) frame.Inner(loop.Otherwise).Run(loop.Otherwise);
    }

    private static IEnumerable<object?> Chosen(For loop, Frame frame, object? items)
    {
        foreach (object? item in PySequences.Iterate(items))
        {
            frame.Budget.Step();
            Frame inner = frame.Inner();
            StatementRunner.Store(loop.Target, item, inner);
            if (inner.Truth(loop.Test!)) yield return item;
        }
    }
}
