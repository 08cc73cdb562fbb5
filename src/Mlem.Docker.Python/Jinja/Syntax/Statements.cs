namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>A tag or a piece of output.</summary>
internal abstract record Statement(Place At) : Node(At);

/// <summary>Statements with names of their own.</summary>
internal sealed class Body(IReadOnlyList<Statement> statements)
{
    public IReadOnlyList<Statement> Statements => statements;

    /// <summary>Names that are undefined in here until they are set; see <see cref="Symbols"/>.</summary>
    public IReadOnlyList<string> Hidden { get; set; } = [];
}

/// <summary>Text outside the tags; silenced text is dropped once the template extends another.</summary>
internal sealed record Text(string Data, bool Silenced, Place At) : Statement(At);

/// <summary><c>{{ expression }}</c>.</summary>
internal sealed record Output(Expression Expression, bool Silenced, Place At) : Statement(At);

internal sealed record If(
    IReadOnlyList<(Expression Test, IReadOnlyList<Statement> Body)> Branches, IReadOnlyList<Statement> Otherwise, Place At) : Statement(At);

internal sealed record For(
    Target Target, Expression Items, Expression? Test, bool Recursive, Body Body, Body Otherwise, Place At) : Statement(At)
{
    /// <summary>The <c>loop</c> variable exists only where it can be seen, so that includes see the same.</summary>
    public bool HasLoop { get; } = Recursive
        || NameUse.Undeclared(Body.Statements, "loop").Count > 0
        || Body.Statements.Any(s => NameUse.Any(s, node => node is Block { Scoped: true }));
}

internal sealed record Set(Target Target, Expression Value, Place At) : Statement(At);

/// <summary><c>{% set name %}…{% endset %}</c>.</summary>
internal sealed record SetBlock(Target Target, Filter? Filter, Body Body, Place At) : Statement(At);

internal sealed record FilterBlock(Filter Filter, Body Body, Place At) : Statement(At);

/// <summary>What a macro or a call block runs.</summary>
/// <param name="Names">Its parameters; the last ones have the defaults.</param>
/// <param name="Defaults">The defaults.</param>
/// <param name="Body">What it runs.</param>
/// <param name="Special">Which of <c>caller</c>, <c>kwargs</c> and <c>varargs</c> the body reads.</param>
internal sealed record MacroBody(IReadOnlyList<NameTarget> Names, IReadOnlyList<Expression> Defaults, Body Body, HashSet<string> Special);

internal sealed record MacroDefinition(string Name, MacroBody Macro, Place At) : Statement(At);

/// <summary><c>{% call macro() %}…{% endcall %}</c>.</summary>
internal sealed record CallBlock(Call Call, MacroBody Macro, Place At) : Statement(At);

internal sealed record Extends(Expression Template, Place At) : Statement(At);

internal sealed record Block(string Name, bool Scoped, bool Required, bool TopLevel, Body Body, Place At) : Statement(At)
{
    /// <summary>Which of <c>self</c> and <c>super</c> the block reads.</summary>
    public HashSet<string> Special { get; } = NameUse.Undeclared(Body.Statements, "self", "super");
}

internal sealed record Include(Expression Template, bool Optional, bool WithContext, Place At) : Statement(At);

internal sealed record Import(Expression Template, string Name, bool WithContext, Place At) : Statement(At);

internal sealed record FromImport(
    Expression Template, IReadOnlyList<(string Name, string Alias)> Names, bool WithContext, Place At) : Statement(At);

/// <summary>What stands on the left of an assignment.</summary>
internal abstract record Target(Place At) : Node(At);

/// <param name="Name">The name.</param>
/// <param name="Parameter">Whether it belongs to its own tag, as a macro's parameter does.</param>
/// <param name="At">Where it stands.</param>
internal sealed record NameTarget(string Name, bool Parameter, Place At) : Target(At);

internal sealed record TupleTarget(IReadOnlyList<Target> Items, Place At) : Target(At);

/// <summary><c>set namespace.name = …</c>.</summary>
internal sealed record NamespaceTarget(string Name, string Attribute, Place At) : Target(At);

/// <summary>A template that is ready to run.</summary>
/// <param name="Source">Its text.</param>
/// <param name="Body">Its statements.</param>
/// <param name="Blocks">Its blocks, by name.</param>
/// <param name="UsesSelf">Whether it reads <c>self</c>.</param>
internal sealed record CompiledTemplate(TemplateSource Source, Body Body, IReadOnlyDictionary<string, Block> Blocks, bool UsesSelf);
