using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Jinja.Syntax;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Runtime;

/// <summary>Runs what brings in other templates: <c>extends</c> and <c>block</c>, <c>include</c>, <c>import</c>.</summary>
internal static class TemplateRunner
{
    public static void Run(Extends statement, Frame frame)
    {
        if (frame.Template.Extended) throw PythonError.Runtime("extended multiple times");
        CompiledTemplate parent = frame.Render.Load(frame.Evaluate(statement.Template));
        foreach (Block block in parent.Blocks.Values) frame.Context.AddBlock(block, parent);
        frame.Template.Parent = parent;
    }

    public static void Run(Block block, Frame frame)
    {
        if (block.TopLevel && frame.Template.Extended) return;
        if (block.Required && frame.Context.Blocks[block.Name].Count <= 1)
            throw PythonError.Runtime($"Required block '{block.Name}' not found");
        Context context = block.Scoped ? frame.Context.Derive(frame.VisibleLocals()) : frame.Context;
        RunBody(context.Blocks[block.Name][0], frame.Render, context, frame.Output);
    }

    public static void RunBody(BlockDefinition definition, RenderState render, Context context, TextSink output) => render.Budget.Deeper(() =>
    {
        Block block = definition.Block;
        RunningTemplate template = new(definition.Template);
        Frame frame = new(render, template, context, new Scope(null, block.Body.Hidden), output, topLevel: false);
        if (block.Special.Contains("self")) frame.Assign("self", new TemplateReference(template.Compiled.Source.Name, context, render));
        if (block.Special.Contains("super")) frame.Assign("super", BlockReference.Super(block, context, render));
        frame.Run(block.Body);
        return true;
    });

    public static void Run(Include statement, Frame frame)
    {
        CompiledTemplate? included = frame.Render.LoadAny(frame.Evaluate(statement.Template), statement.Optional);
        if (included is null) return;
        if (statement.WithContext) frame.Render.Run(included, frame.Context.For(included, frame.VisibleLocals()), frame.Output);
        else frame.Output.Write(frame.Render.Module(included).Text);
    }

    public static void Run(FromImport statement, Frame frame)
    {
        TemplateModule module = Load(statement.Template, statement.WithContext, frame);
        foreach ((string name, string alias) in statement.Names)
        {
            frame.AssignImport(alias, module.TryGetAttribute(name, out object? value)
                ? value
                : new Undefined($"the template '{module.Name}' does not export the requested name '{name}'"));
        }
    }

    public static TemplateModule Load(Expression template, bool withContext, Frame frame)
    {
        CompiledTemplate imported = frame.Render.Load(frame.Evaluate(template));
        return withContext
            ? frame.Render.MakeModule(imported, frame.Context.For(imported, frame.VisibleLocals()))
            : frame.Render.Module(imported);
    }
}
