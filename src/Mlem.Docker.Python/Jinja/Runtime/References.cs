using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Jinja.Syntax;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Runtime;

/// <summary>The variable <c>self</c>: the blocks of the template.</summary>
internal sealed class TemplateReference(string templateName, Context context, RenderState render)
{
    public override string ToString() => $"<TemplateReference {PythonText.Repr(templateName)}>";

    public object? Index(object? key) =>
        PyTypes.AsText(key) is { } name && context.Blocks.ContainsKey(name)
            ? new BlockReference(name, context, render, 0)
            : throw PythonError.Lookup(PyText.Repr(key));
}

/// <summary>A block that can be called: <c>self.name()</c>, <c>super()</c>.</summary>
internal sealed class BlockReference(string name, Context context, RenderState render, int depth) : ICallable, IAttributes
{
    public static object Super(Block current, Context context, RenderState render)
    {
        int index = context.Blocks.TryGetValue(current.Name, out List<BlockDefinition>? blocks)
            ? blocks.FindIndex(b => ReferenceEquals(b.Block, current))
            : -1;
        return index >= 0 ? At(current.Name, context, render, index + 1) : NoParent(current.Name);
    }

    public object? Call(Arguments arguments, Budget budget)
    {
        _ = new Parameters(name, string.Empty).Bind(arguments, budget);
        TextSink output = new(budget);
        TemplateRunner.RunBody(context.Blocks[name][depth], render, context, output);
        return output.ToString();
    }

    public bool TryGetAttribute(string attribute, out object? value)
    {
        value = attribute switch { "name" => name, "super" => At(name, context, render, depth + 1), _ => null };
        return value is not null;
    }

    private static object At(string name, Context context, RenderState render, int depth) =>
        depth < context.Blocks[name].Count ? new BlockReference(name, context, render, depth) : NoParent(name);

    private static Undefined NoParent(string name) => new($"there is no parent block called '{name}'");
}

/// <summary>An imported template: what it exports, and its text when printed.</summary>
internal sealed class TemplateModule(string name, string text, IReadOnlyDictionary<string, object?> exported) : IAttributes
{
    public string Name => name;

    public string Text => text;

    public bool TryGetAttribute(string attribute, out object? value) => exported.TryGetValue(attribute, out value);

    public override string ToString() => $"<TemplateModule {PythonText.Repr(name)}>";
}
