using Mlem.Docker.Templates.Syntax;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Runtime;

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

    public RunningTemplate Template => template;

    public Context Context => context;

    public TextSink Output => output;

    /// <summary>A scope inside this one: what is set there is gone at its end.</summary>
    public Frame Inner(IReadOnlyList<string>? hidden = null) =>
        new(render, template, context, new Scope(locals, hidden ?? []), output, topLevel: false);

    /// <summary>The same names, with the output caught.</summary>
    public Frame Capturing() => new(render, template, context, locals, new TextSink(render.Budget), topLevel);

    public object? Lookup(string name)
    {
        if (locals is not null && locals.TryGet(name, out object? local)) return local;
        return context.TryGet(name, out object? value) ? value : Undefined.Name(name);
    }

    public void Assign(string name, object? value)
    {
        if (topLevel) SetInContext(name, value, export: !name.StartsWith('_'));
        else locals!.Set(name, value);
    }

    /// <summary>Names that came from another template are not exported again.</summary>
    public void AssignImport(string name, object? value)
    {
        if (topLevel) SetInContext(name, value, export: false);
        else locals!.Set(name, value);
    }

    public IEnumerable<KeyValuePair<string, object?>> VisibleLocals() => locals?.All() ?? [];

    public bool Truth(Expression expression) => Guard(expression, () => PyTypes.Truthy(expression.Evaluate(this)));

    public object? Evaluate(Expression expression) => Guard(expression, () => expression.Evaluate(this));

    public string Text(Expression expression) => Guard(expression, () => PyText.Str(expression.Evaluate(this)));

    public void Run(IReadOnlyList<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            try
            {
                render.Budget.Step();
                statement.Run(this);
            }
            catch (PythonError e)
            {
                throw Locate(e, statement);
            }
        }
    }

    private void SetInContext(string name, object? value, bool export)
    {
        context.Set(name, value, export);
        locals?.Forget(name);
    }

    private T Guard<T>(Expression expression, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (PythonError e)
        {
            throw Locate(e, expression);
        }
    }

    private TemplateException Locate(PythonError error, Node node)
    {
        TemplateLocation location = template.Compiled.Source.At(node.Start, node.Stop);
        (string id, string? advice, MlemErrorCategory category) = error.Kind switch
        {
            PythonErrorKind.Undefined => (
                "TemplateUndefined", Messages.GiveItValueOrUseDefault, MlemErrorCategory.InvalidData),
            PythonErrorKind.NotFound => (
                "TemplateNotFound", Messages.CheckNameAndTemplateFolders, MlemErrorCategory.ObjectNotFound),
            PythonErrorKind.Limit => ("TemplateRuntimeError", Messages.MakeTemplateSimpler, MlemErrorCategory.LimitsExceeded),
            _ => ("TemplateRuntimeError", (string?)null, MlemErrorCategory.InvalidData),
        };
        return new TemplateException(id, error.Message, location, advice, category, error);
    }
}
