using Mlem.Docker.Templates.Library;
using Mlem.Docker.Templates.Syntax;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Runtime;

/// <summary>One rendering: its budget, and the templates and modules it has loaded so far.</summary>
internal sealed class RenderState(ITemplateLoader loader, Budget budget)
{
    private readonly Dictionary<string, CompiledTemplate> _templates = new(StringComparer.Ordinal);
    private readonly Dictionary<CompiledTemplate, TemplateModule> _modules = new(ReferenceEqualityComparer.Instance);

    public Budget Budget => budget;

    public CompiledTemplate Compile(string text, string name, string? path) =>
        StatementParser.Parse(new TemplateSource(text, name, path), budget.Limits);

    /// <summary>The one template that a value names.</summary>
    public CompiledTemplate Load(object? name) => name switch
    {
        Undefined undefined => throw undefined.Fail(),
        _ when PyTypes.AsText(name) is { } text => TryLoad(text) ?? throw NotFound(Messages.FormatNoTemplateIsNamed(text)),
        _ => throw PyTypes.Wrong(name, Messages.NameOfTemplate),
    };

    /// <summary>The template that a name, or the first known of several names, stands for.</summary>
    public CompiledTemplate? LoadAny(object? names, bool optional)
    {
        if (names is Undefined undefined) throw undefined.Fail();
        object?[] candidates = PyTypes.AsText(names) is { } single
            ? [single]
            : [.. PySequences.Iterate(names)];
        foreach (object? candidate in candidates)
        {
            if (candidate is Undefined && candidates.Length > 0 && names is not string) continue;
            string name = PyTypes.AsText(candidate) ?? throw PyTypes.Wrong(candidate, Messages.NameOfTemplate);
            if (TryLoad(name) is { } template) return template;
        }

        if (optional) return null;
        throw NotFound(candidates.Length == 0
            ? Messages.ListOfTemplateNamesIsEmpty
            : Messages.FormatNoTemplateIsNamedAnyOf(string.Join(" or ", candidates.Select(PyText.Repr))));
    }

    public void Run(CompiledTemplate template, Context context, TextSink output)
    {
        int entered = 0;
        for (CompiledTemplate? next = template; next is not null; entered++)
        {
            budget.Enter();
            RunningTemplate running = new(next);
            Scope locals = new(null, next.Hidden);
            if (next.UsesSelf)
            {
                locals.Set("self", new TemplateReference(template.Source.Name, context, this));
            }

            new Frame(this, running, context, locals, output, topLevel: true).Run(next.Body);
            next = running.Parent;
        }

        while (entered-- > 0) budget.Leave();
    }

    /// <summary>The module of a template that is imported without context; made once.</summary>
    public TemplateModule Module(CompiledTemplate template)
    {
        if (_modules.TryGetValue(template, out TemplateModule? module)) return module;
        module = MakeModule(template, new Context(template, Globals.Make()));
        return _modules[template] = module;
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
