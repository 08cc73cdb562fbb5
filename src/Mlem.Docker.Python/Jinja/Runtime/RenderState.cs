using Mlem.Docker.Python.Jinja.Library;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Jinja.Syntax;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Runtime;

/// <summary>One rendering: its budget, and the templates and modules it has loaded so far.</summary>
internal sealed class RenderState(ITemplateLoader loader, FilterTable filters, Budget budget)
{
    private readonly Dictionary<string, CompiledTemplate> _templates = new(StringComparer.Ordinal);
    private readonly Dictionary<CompiledTemplate, TemplateModule> _modules = new(ReferenceEqualityComparer.Instance);

    public Budget Budget => budget;

    public FilterTable Filters => filters;

    public CompiledTemplate Compile(string text, string name, string? path) =>
        StatementParser.Parse(new TemplateSource(text, name, path), filters, budget.Limits);

    /// <summary>The one template that a value names.</summary>
    public CompiledTemplate Load(object? value)
    {
        string name = PyTypes.AsText(value) ?? throw PyTypes.Wrong(value, "str");
        return TryLoad(name) ?? throw NotFound(Messages.FormatNoTemplateNamed(PythonText.Repr(name)));
    }

    /// <summary>The template that a name, or the first known of several names, stands for.</summary>
    public CompiledTemplate? LoadAny(object? names, bool optional)
    {
        if (names is Undefined undefined) throw undefined.Fail();
        object?[] candidates = PyTypes.AsText(names) is { } single ? [single] : [.. PySequences.Iterate(names)];
        foreach (object? candidate in candidates.Where(c => c is not Undefined))
        {
            string name = PyTypes.AsText(candidate) ?? throw PyTypes.Wrong(candidate, "str");
            if (TryLoad(name) is { } template) return template;
        }

        if (optional) return null;
        throw NotFound(candidates.Length == 0
            ? Messages.NoTemplateNames
            : Messages.FormatNoTemplateNamed(string.Join(", ", candidates.Select(PyText.Repr))));
    }

    public void Run(CompiledTemplate template, Context context, TextSink output) => budget.Deeper(() =>
    {
        RunningTemplate running = new(template);
        Scope locals = new(null, template.Body.Hidden);
        if (template.UsesSelf) locals.Set("self", new TemplateReference(context.Template, context, this));
        new Frame(this, running, context, locals, output, topLevel: true).Run(template.Body);
        if (running.Parent is { } parent) Run(parent, context, output);
        return true;
    });

    /// <summary>The module of a template that is imported without context; made once.</summary>
    public TemplateModule Module(CompiledTemplate template)
    {
        if (_modules.TryGetValue(template, out TemplateModule? module)) return module;
        return _modules[template] = MakeModule(template, new Context(template, Globals.Make()));
    }

    public TemplateModule MakeModule(CompiledTemplate template, Context context)
    {
        TextSink output = new(budget);
        Run(template, context, output);
        return new TemplateModule(template.Source.Name, output.ToString(), context.Exported.ToDictionary());
    }

    private static PythonError NotFound(string message) => new(PythonErrorKind.NotFound, message);

    private CompiledTemplate? TryLoad(string name)
    {
        if (_templates.TryGetValue(name, out CompiledTemplate? known)) return known;
        string? text = loader.TryLoad(name, out string? path);
        return text is null ? null : _templates[name] = Compile(text, name, path);
    }
}
