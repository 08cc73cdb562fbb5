using Mlem.Docker.Templates.Runtime;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Syntax;

internal sealed class Extends(Expression template, int start, int stop) : Statement(start, stop)
{
    public override IEnumerable<Node> Children => [template];

    public override void Run(Frame frame)
    {
        if (frame.Template.Extended) throw PythonError.Runtime("extended multiple times");
        CompiledTemplate parent = frame.Render.Load(frame.Evaluate(template));
        foreach (Block block in parent.Blocks.Values) frame.Context.AddBlock(block, parent);
        frame.Template.Parent = parent;
    }
}

internal sealed class Block(
    string name, bool scoped, bool required, bool topLevel, IReadOnlyList<Statement> body, int start, int stop)
    : Statement(start, stop)
{
    private readonly HashSet<string> _special = NameUse.Undeclared(body, "self", "super");

    private IReadOnlyList<string> _hidden = [];

    public string Name => name;

    public bool Scoped => scoped;

    public override IEnumerable<Node> Children => body;

    public override void Declare(Symbols scope)
    {
        // A block sees the context, not the scopes around it.
        Symbols own = new(null);
        foreach (string special in _special) own.Declare(special);
        own.Visit(body);
        ResolveAll(body, own);
        _hidden = own.Hidden;
    }

    public override void Run(Frame frame)
    {
        if (topLevel && frame.Template.Extended) return;
        if (required && frame.Context.Blocks[name].Count <= 1)
            throw PythonError.Runtime($"Required block '{name}' not found");
        Runtime.Context context = scoped ? frame.Context.Derive(frame.VisibleLocals()) : frame.Context;
        BlockDefinition first = context.Blocks[name][0];
        first.Block.RunBody(frame.Render, context, first.Template, frame.Output);
    }

    public void RunBody(RenderState render, Runtime.Context context, CompiledTemplate template, TextSink output)
    {
        render.Budget.Enter();
        Frame frame = new(render, new RunningTemplate(template), context, new Scope(null, _hidden), output, topLevel: false);
        if (_special.Contains("self")) frame.Assign("self", new TemplateReference(template.Source.Name, context, render));
        if (_special.Contains("super")) frame.Assign("super", BlockReference.Super(name, this, context, render));
        frame.Run(body);
        render.Budget.Leave();
    }
}

internal sealed class Include(Expression template, bool optional, bool withContext, int start, int stop)
    : Statement(start, stop)
{
    public override IEnumerable<Node> Children => [template];

    public override void Run(Frame frame)
    {
        CompiledTemplate? included = frame.Render.LoadAny(frame.Evaluate(template), optional);
        if (included is null) return;
        if (!withContext)
        {
            frame.Output.Write(frame.Render.Module(included).Text);
            return;
        }

        frame.Render.Run(included, frame.Context.For(included, frame.VisibleLocals()), frame.Output);
    }
}

internal sealed class Import(Expression template, string name, bool withContext, int start, int stop)
    : Statement(start, stop)
{
    public override IEnumerable<Node> Children => [template];

    public override void Declare(Symbols scope)
    {
        scope.Load(template);
        scope.Store(name);
    }

    public override void Run(Frame frame) =>
        frame.AssignImport(name, LoadModule(frame, template, withContext));

    internal static TemplateModule LoadModule(Frame frame, Expression template, bool withContext)
    {
        CompiledTemplate imported = frame.Render.Load(frame.Evaluate(template));
        return withContext
            ? frame.Render.MakeModule(imported, frame.Context.For(imported, frame.VisibleLocals()))
            : frame.Render.Module(imported);
    }
}

internal sealed class FromImport(
    Expression template, IReadOnlyList<(string Name, string Alias)> names, bool withContext, int start, int stop)
    : Statement(start, stop)
{
    public override IEnumerable<Node> Children => [template];

    public override void Declare(Symbols scope)
    {
        scope.Load(template);
        foreach ((_, string alias) in names) scope.Store(alias);
    }

    public override void Run(Frame frame)
    {
        TemplateModule module = Import.LoadModule(frame, template, withContext);
        foreach ((string name, string alias) in names)
        {
            frame.AssignImport(alias, module.TryGetAttribute(name, out object? value)
                ? value
                : new Undefined($"the template '{module.Name}' does not export the requested name '{name}'"));
        }
    }
}
