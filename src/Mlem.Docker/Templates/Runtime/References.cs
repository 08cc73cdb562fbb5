using Mlem.Docker.Templates.Syntax;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Runtime;

/// <summary>The variable <c>self</c>: the blocks of the template.</summary>
internal sealed class TemplateReference(string templateName, Context context, RenderState render) : IIndexed
{
    public override string ToString() => $"<TemplateReference {PyText.Repr(templateName)}>";

    public object? Index(object? key) =>
        PyTypes.AsText(key) is { } name && context.Blocks.ContainsKey(name)
            ? new BlockReference(name, context, render, 0)
            : throw PythonError.Lookup(PyText.Repr(key));
}

/// <summary>A block that can be called: <c>self.name()</c>, <c>super()</c>.</summary>
internal sealed class BlockReference(string name, Context context, RenderState render, int depth) : ICallable, IAttributes
{
    public static object Super(string name, Block current, Context context, RenderState render)
    {
        int index = context.Blocks.TryGetValue(name, out List<BlockDefinition>? blocks)
            ? blocks.FindIndex(b => b.Block == current) + 1
            : 0;
        return index > 0 && index < blocks!.Count
            ? new BlockReference(name, context, render, index)
            : new Undefined($"there is no parent block called '{name}'");
    }

    public object? Call(Arguments arguments, Budget budget)
    {
        _ = new Parameters(name, string.Empty).Bind(arguments, budget);
        BlockDefinition block = context.Blocks[name][depth];
        TextSink output = new(budget);
        block.Block.RunBody(render, context, block.Template, output);
        return output.ToString();
    }

    public bool TryGetAttribute(string attribute, out object? value)
    {
        value = attribute switch
        {
            "name" => name,
            "super" when depth + 1 < context.Blocks[name].Count => new BlockReference(name, context, render, depth + 1),
            "super" => new Undefined($"there is no parent block called '{name}'"),
            _ => null,
        };
        return value is not null;
    }
}

/// <summary>An imported template: what it exports, and its text when printed.</summary>
internal sealed class TemplateModule(string name, string text, IReadOnlyDictionary<string, object?> exported)
    : IAttributes, ITextual
{
    public string Name => name;

    public string Text => text;

    public string ToText() => text;

    public bool TryGetAttribute(string attribute, out object? value) => exported.TryGetValue(attribute, out value);

    public override string ToString() => $"<TemplateModule {PyText.Repr(name)}>";
}
