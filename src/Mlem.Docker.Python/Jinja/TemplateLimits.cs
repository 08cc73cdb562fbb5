namespace Mlem.Docker.Python.Jinja;

/// <summary>
/// How much one rendering may cost. A template that needs more fails with <see cref="TemplateProblem.Limit"/>; the
/// defaults are far above what the template of a file of settings needs.
/// </summary>
public sealed record TemplateLimits
{
    /// <summary>The defaults.</summary>
    public static TemplateLimits Default { get; } = new();

    /// <summary>Largest template file, in characters.</summary>
    public int MaxTemplateLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>Longest rendered text, in characters.</summary>
    public int MaxOutputLength { get; init; } = 16 * 1024 * 1024;

    /// <summary>Characters of text made on the way, all strings together.</summary>
    public long MaxCharacters { get; init; } = 128L * 1024 * 1024;

    /// <summary>Items of lists, tuples and dicts made on the way, all together.</summary>
    public long MaxItems { get; init; } = 10_000_000;

    /// <summary>Statements and expressions carried out.</summary>
    public long MaxSteps { get; init; } = 5_000_000;

    /// <summary>Length of one <c>range()</c>.</summary>
    public int MaxRange { get; init; } = 1_000_000;

    /// <summary>How deep includes, imports, macros, blocks and recursive loops may call each other.</summary>
    public int MaxCallDepth { get; init; } = 150;

    /// <summary>How deep expressions and tags may be nested in the text.</summary>
    public int MaxNesting { get; init; } = 250;
}
