namespace Mlem.Docker.Requirements;

/// <summary>One line that bounds the versions of one package.</summary>
/// <param name="Package">The package's normalised name (PEP 503).</param>
/// <param name="Requirement">The line, read.</param>
/// <param name="Text">The line as it is written to constraints.txt.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record Constraint(string Package, PipRequirement Requirement, string Text, ConstraintOrigin Origin)
{
    /// <summary>The version to which the line pins the package, or null.</summary>
    public PipVersion? ExactVersion => Requirement.Url is null ? Requirement.Specifiers.ExactVersion : null;

    /// <summary>Whether it counts in an image; null when that cannot be known.</summary>
    /// <param name="environment">What is known of the image.</param>
    public bool? AppliesTo(PipMarkerEnvironment environment) =>
        Requirement.Marker is null ? true : Requirement.Marker.Evaluate(environment);
}

/// <summary>
/// A line of a constraints file that holds only options, for example <c>--extra-index-url</c>: kept as it was written
/// and read by pip inside the image.
/// </summary>
/// <param name="Text">The line; variables such as <c>${TOKEN}</c> are not replaced, so that no secret is written.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record ConstraintOption(string Text, ConstraintOrigin Origin);

/// <summary>A package with the one version that something asks for.</summary>
/// <param name="Package">The package's name in any spelling.</param>
/// <param name="Version">The version as written.</param>
/// <param name="Origin">Who asks, for messages: for example <c>model 'iris.mlem'</c>.</param>
public sealed record PinnedPackage(string Package, string Version, string Origin);
