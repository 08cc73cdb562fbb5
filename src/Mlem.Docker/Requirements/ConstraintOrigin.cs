namespace Mlem.Docker.Requirements;

/// <summary>From what kind of place a constraint comes.</summary>
public enum ConstraintOriginKind
{
    /// <summary>A list that is part of this module.</summary>
    Shipped,

    /// <summary>An item given directly, by <c>-Constraint</c> or by <c>constraints</c> of a DockerBuildArgs.</summary>
    Item,

    /// <summary>A line of a file.</summary>
    File,

    /// <summary>The day on which the newest of the model's pins came out.</summary>
    Day,
}

/// <summary>Where a constraint comes from, so that an error can say it.</summary>
/// <param name="Kind">The kind of place.</param>
/// <param name="Name">The shipped list's name, the file's full path, or what the items were given to (<c>-Constraint</c>).</param>
/// <param name="Number">The line in the file or list, or the item's position, from 1.</param>
public sealed record ConstraintOrigin(ConstraintOriginKind Kind, string Name, int Number)
{
    /// <summary>The place in words, for example <c>/data/bounds.txt, line 3</c> or <c>-Constraint, item 2</c>.</summary>
    public override string ToString() => Kind switch
    {
        ConstraintOriginKind.Shipped => Messages.FormatShippedListLine(Name, Number),
        ConstraintOriginKind.File => Messages.FormatNameLineNumber(Name, Number),
        ConstraintOriginKind.Day => Name,
        _ => Messages.FormatNameItemNumber(Name, Number),
    };

    // No folder: what is written must be the same wherever the file lies.
    internal string ShortName => Kind == ConstraintOriginKind.File ? Path.GetFileName(Name) : Name;
}
