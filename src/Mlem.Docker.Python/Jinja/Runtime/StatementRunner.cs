using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Jinja.Syntax;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Runtime;

/// <summary>What a statement does.</summary>
internal static class StatementRunner
{
    public static void Run(Statement statement, Frame frame)
    {
        switch (statement)
        {
            case Text n when !n.Silenced || !frame.Template.Extended: frame.Output.Write(n.Data); break;
            case Output n when !n.Silenced || !frame.Template.Extended: frame.Output.Write(frame.Text(n.Expression)); break;
            case If n: frame.Run(Chosen(n, frame)); break;
            case For n: LoopRunner.Run(n, frame); break;
            case Set n: Store(n.Target, frame.Evaluate(n.Value), frame); break;
            case SetBlock n: Store(n.Target, Capture(n.Body, n.Filter, frame), frame); break;
            case FilterBlock n: frame.Output.WriteResult(Capture(n.Body, n.Filter, frame)); break;
            case MacroDefinition n: frame.Assign(n.Name, new Macro(n.Name, n.Macro, frame)); break;
            case CallBlock n:
                frame.Output.WriteResult(ExpressionEvaluator.Invoke(n.Call, frame, new Macro(null, n.Macro, frame)));
                break;
            case Extends n: TemplateRunner.Run(n, frame); break;
            case Block n: TemplateRunner.Run(n, frame); break;
            case Include n: TemplateRunner.Run(n, frame); break;
            case Import n: frame.AssignImport(n.Name, TemplateRunner.Load(n.Template, n.WithContext, frame)); break;
            case FromImport n: TemplateRunner.Run(n, frame); break;
            default: break;
        }
    }

    /// <summary>Stores into the names of a frame; <paramref name="names"/> is where a namespace is looked up.</summary>
    public static void Store(Target target, object? value, Frame names)
    {
        switch (target)
        {
            case NameTarget n: names.Assign(n.Name, value); break;
            case NamespaceTarget n when names.Lookup(n.Name) is Namespace space: space.Dict[n.Attribute] = value; break;
            case NamespaceTarget: throw PythonError.Runtime("cannot assign attribute on non-namespace object");
            case TupleTarget n: Unpack(n.Items, value, names); break;
            default: break;
        }
    }

    private static void Unpack(IReadOnlyList<Target> items, object? value, Frame names)
    {
        List<object?> values = [.. PySequences.Iterate(value).Take(items.Count + 1)];
        if (values.Count > items.Count) throw PythonError.Value($"too many values to unpack (expected {items.Count})");
        if (values.Count < items.Count)
            throw PythonError.Value($"not enough values to unpack (expected {items.Count}, got {values.Count})");
        for (int i = 0; i < values.Count; i++) Store(items[i], values[i], names);
    }

    private static IReadOnlyList<Statement> Chosen(If statement, Frame frame)
    {
        foreach ((Expression test, IReadOnlyList<Statement> body) in statement.Branches)
        {
            if (frame.Truth(test)) return body;
        }

        return statement.Otherwise;
    }

    private static object? Capture(Body body, Filter? filter, Frame frame)
    {
        Frame inner = frame.Inner(body).Capturing();
        inner.Run(body);
        string text = inner.Output.ToString();
        return filter is null ? text : ExpressionEvaluator.Apply(filter, text, inner);
    }
}
