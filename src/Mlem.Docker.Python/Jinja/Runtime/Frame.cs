using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Jinja.Syntax;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Runtime;

/// <summary>A template while it runs: once it extends another, its own output is dropped.</summary>
internal sealed class RunningTemplate(CompiledTemplate template)
{
    public CompiledTemplate Compiled => template;

    public CompiledTemplate? Parent { get; set; }

    public bool Extended => Parent is not null;
}

/// <summary>Where a statement runs: which template, which names, and where its output goes.</summary>
internal sealed class Frame(
    RenderState render, RunningTemplate template, Context context, Scope? locals, TextSink output, bool topLevel)
{
    public RenderState Render => render;

    public Budget Budget => render.Budget;

    public RunningTemplate Template => template;

    public Context Context => context;

    public TextSink Output => output;

    /// <summary>A scope inside this one: what is set there is gone at its end.</summary>
    public Frame Inner(Body? body = null) => new(render, template, context, new Scope(locals, body?.Hidden ?? []), output, topLevel: false);

    /// <summary>The same names, with the output caught.</summary>
    public Frame Capturing() => new(render, template, context, locals, new TextSink(Budget), topLevel);

    public object? Lookup(string name)
    {
        if (locals is not null && locals.TryGet(name, out object? local)) return local;
        return context.TryGet(name, out object? value) ? value : Undefined.Name(name);
    }

    public void Assign(string name, object? value) => Assign(name, value, export: !name.StartsWith('_'));

    /// <summary>Names that came from another template are not exported again.</summary>
    public void AssignImport(string name, object? value) => Assign(name, value, export: false);

    public IEnumerable<KeyValuePair<string, object?>> VisibleLocals() => locals?.All() ?? [];

    public bool Truth(Expression expression) => Locating(expression, () => PyTypes.Truthy(ExpressionEvaluator.Evaluate(expression, this)));

    public object? Evaluate(Expression expression) => Locating(expression, () => ExpressionEvaluator.Evaluate(expression, this));

    public string Text(Expression expression) => Locating(expression, () => PyText.Str(ExpressionEvaluator.Evaluate(expression, this)));

    public void Run(Body body) => Run(body.Statements);

    public void Run(IReadOnlyList<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            try
            {
                Budget.Step();
                StatementRunner.Run(statement, this);
            }
            catch (PythonError e)
            {
                throw Locate(e, statement);
            }
        }
    }

    private void Assign(string name, object? value, bool export)
    {
        if (topLevel)
        {
            context.Set(name, value, export);
            locals?.Forget(name);
        }
        else
        {
            locals!.Set(name, value);
        }
    }

    private T Locating<T>(Node node, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (PythonError e)
        {
            throw Locate(e, node);
        }
    }

    private TemplateException Locate(PythonError error, Node node)
    {
        TemplateSource source = template.Compiled.Source;
        return new TemplateException(error, source.Path ?? source.Name, source.Line(node.At), source.Code(node.At));
    }
}
