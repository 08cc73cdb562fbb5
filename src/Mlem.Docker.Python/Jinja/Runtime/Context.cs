using Mlem.Docker.Python.Jinja.Syntax;

namespace Mlem.Docker.Python.Jinja.Runtime;

/// <summary>A block and the template it stands in.</summary>
internal sealed record BlockDefinition(Block Block, CompiledTemplate Template);

/// <summary>The names that a template was given, those it sets at its top, and its blocks.</summary>
internal sealed class Context
{
    private readonly Dictionary<string, object?> _given;
    private readonly Dictionary<string, object?> _set = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exported = new(StringComparer.Ordinal);

    public Context(CompiledTemplate? template, Dictionary<string, object?> given)
    {
        _given = given;
        Template = template?.Source.Name ?? string.Empty;
        foreach (Block block in template?.Blocks.Values ?? []) AddBlock(block, template!);
    }

    /// <summary>The name of the template.</summary>
    public string Template { get; }

    /// <summary>The blocks by name; the first is the one that is shown, the next is its <c>super()</c>.</summary>
    public Dictionary<string, List<BlockDefinition>> Blocks { get; } = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, object?>> Exported => _set.Where(n => _exported.Contains(n.Key));

    public bool TryGet(string name, out object? value) =>
        _set.TryGetValue(name, out value) || _given.TryGetValue(name, out value);

    public void Set(string name, object? value, bool export)
    {
        _set[name] = value;
        if (export) _exported.Add(name);
        else if (!name.StartsWith('_')) _exported.Remove(name);
    }

    public void AddBlock(Block block, CompiledTemplate template)
    {
        if (!Blocks.TryGetValue(block.Name, out List<BlockDefinition>? blocks)) Blocks[block.Name] = blocks = [];
        blocks.Add(new BlockDefinition(block, template));
    }

    /// <summary>The context of a template that is included or imported with this one.</summary>
    public Context For(CompiledTemplate template, IEnumerable<KeyValuePair<string, object?>> locals) =>
        new(template, All(locals));

    /// <summary>The same context with local names added, for a scoped block.</summary>
    public Context Derive(IEnumerable<KeyValuePair<string, object?>> locals)
    {
        Context derived = new(null, All(locals));
        foreach ((string name, List<BlockDefinition> blocks) in Blocks) derived.Blocks[name] = [.. blocks];
        return derived;
    }

    private Dictionary<string, object?> All(IEnumerable<KeyValuePair<string, object?>> locals)
    {
        Dictionary<string, object?> all = new(_given, StringComparer.Ordinal);
        foreach ((string name, object? value) in _set.Concat(locals)) all[name] = value;
        return all;
    }
}
