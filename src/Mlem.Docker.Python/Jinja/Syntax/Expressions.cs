namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>Where in the source a part of a template stands.</summary>
internal readonly record struct Place(int Start, int Stop);

/// <summary>A part of a template.</summary>
internal abstract record Node(Place At);

/// <summary>A part that has a value.</summary>
internal abstract record Expression(Place At) : Node(At);

internal sealed record Constant(object? Value, Place At) : Expression(At);

internal sealed record Name(string Text, Place At) : Expression(At);

internal sealed record ListLiteral(IReadOnlyList<Expression> Items, Place At) : Expression(At);

internal sealed record TupleLiteral(IReadOnlyList<Expression> Items, Place At) : Expression(At);

internal sealed record DictLiteral(IReadOnlyList<(Expression Key, Expression Value)> Entries, Place At) : Expression(At);

/// <summary><c>value.name</c>.</summary>
internal sealed record AttributeAccess(Expression Target, string Name, Place At) : Expression(At);

/// <summary><c>value[key]</c>.</summary>
internal sealed record ItemAccess(Expression Target, Expression Key, Place At) : Expression(At);

/// <summary><c>start:stop:step</c> between brackets.</summary>
internal sealed record SliceKey(Expression? From, Expression? To, Expression? Step, Place At) : Expression(At);

/// <summary><c>value(arguments)</c>.</summary>
internal sealed record Call(Expression Target, CallArguments Arguments, Place At) : Expression(At);

/// <summary><c>+ - * / // % **</c>.</summary>
internal sealed record BinaryOperation(string Operation, Expression Left, Expression Right, Place At) : Expression(At);

/// <summary><c>and</c> and <c>or</c>: give one of their operands, as in Python.</summary>
internal sealed record Logical(bool And, Expression Left, Expression Right, Place At) : Expression(At);

internal sealed record Not(Expression Operand, Place At) : Expression(At);

internal sealed record Unary(string Operation, Expression Operand, Place At) : Expression(At);

/// <summary>A chain of comparisons: <c>1 &lt; x &lt;= 3</c>.</summary>
internal sealed record Comparison(Expression First, IReadOnlyList<(string Operation, Expression Operand)> Rest, Place At) : Expression(At);

/// <summary><c>a ~ b</c>: text of both, one after the other.</summary>
internal sealed record Concatenation(IReadOnlyList<Expression> Parts, Place At) : Expression(At);

/// <summary><c>a if test else b</c>.</summary>
internal sealed record Conditional(Expression Test, Expression Then, Expression? Otherwise, Place At) : Expression(At);

/// <summary><c>value | name(arguments)</c>; without a value it stands in a filter block or block set.</summary>
internal sealed record Filter(Expression? Operand, string Name, CallArguments Arguments, Place At) : Expression(At);

/// <summary><c>value is name(arguments)</c>.</summary>
internal sealed record Test(Expression Operand, string Name, CallArguments Arguments, Place At) : Expression(At);

/// <summary>The arguments between the parentheses of a call, a filter or a test.</summary>
internal sealed record CallArguments(
    IReadOnlyList<Expression> Positional,
    IReadOnlyList<(string Name, Expression Value)> Keywords,
    Expression? MorePositional,
    Expression? MoreKeywords)
{
    public static CallArguments None { get; } = new([], [], null, null);
}
