namespace Mlem.Docker.Requirements;

/// <summary>A part of a marker. Three-valued: null stands for "not known".</summary>
internal abstract record PipMarkerNode
{
    public abstract bool? Evaluate(PipMarkerEnvironment environment);
}

/// <summary><c>left and right</c>, <c>left or right</c>.</summary>
internal sealed record PipMarkerJunction(bool IsAnd, PipMarkerNode Left, PipMarkerNode Right) : PipMarkerNode
{
    // C# gives bool? operands of & and | exactly the three-valued logic that is needed.
    public override bool? Evaluate(PipMarkerEnvironment environment) => IsAnd
        ? Left.Evaluate(environment) & Right.Evaluate(environment)
        : Left.Evaluate(environment) | Right.Evaluate(environment);
}

/// <summary>One comparison; an operand is a variable or a quoted text.</summary>
internal sealed record PipMarkerComparison(PipMarkerOperand Left, string Operator, PipMarkerOperand Right) : PipMarkerNode
{
    public override bool? Evaluate(PipMarkerEnvironment environment)
    {
        if (Left.Resolve(environment) is not { } left || Right.Resolve(environment) is not { } right)
            return null;
        if (Operator is "in" or "not in")
            return right.Contains(left, StringComparison.Ordinal) == (Operator == "in");
        // As packaging does: a comparison of versions when the right side makes a clause, else of texts.
        if (PipVersion.TryParse(left, out PipVersion? version) && TryClause(Operator + right) is { } clause)
            return clause.Contains(version);
        int order = string.CompareOrdinal(left, right);
        return Operator switch
        {
            "==" or "===" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            _ => null,
        };
    }

    private static PipSpecifierSet? TryClause(string text)
    {
        try
        {
            return PipSpecifierSet.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>A variable's name or a quoted text.</summary>
internal readonly record struct PipMarkerOperand(string Text, bool IsVariable)
{
    public string? Resolve(PipMarkerEnvironment environment) => IsVariable ? environment.Find(Text) : Text;
}
