namespace Mlem.Docker.Requirements;

/// <summary>
/// Constraints for pip: bounds on packages that count only when something asks for the package
/// (<c>pip install -c</c>). Several lines of one package hold together.
/// </summary>
/// <param name="Constraints">The lines in the order in which they were read.</param>
/// <param name="Options">Lines that hold only options for pip.</param>
public sealed record ConstraintSet(IReadOnlyList<Constraint> Constraints, IReadOnlyList<ConstraintOption> Options)
{
    /// <summary>The set without a line.</summary>
    public static ConstraintSet Empty { get; } = new([], []);

    /// <summary>Whether there is nothing to tell pip.</summary>
    public bool IsEmpty => Constraints.Count == 0 && Options.Count == 0;

    /// <summary>Joins the sets of several sources of equal rank.</summary>
    /// <param name="sets">The sets, in order.</param>
    public static ConstraintSet Join(params IEnumerable<ConstraintSet> sets)
    {
        ConstraintSet[] all = sets.ToArray();
        return new(all.SelectMany(s => s.Constraints).ToList(), all.SelectMany(s => s.Options).ToList());
    }

    /// <summary>
    /// Puts the user's constraints over the shipped ones: a package that the user bounds keeps no shipped bound,
    /// unless none of the user's lines counts for this Python.
    /// </summary>
    /// <param name="shipped">The bounds that are part of this module.</param>
    /// <param name="user">What the user gave.</param>
    /// <param name="environment">What is known of the image; by default nothing of its Python.</param>
    /// <exception cref="MlemException"><c>ConstraintConflict</c>: two of the user's own constraints exclude each other.</exception>
    public static ConstraintSet Combine(ConstraintSet shipped, ConstraintSet user, PipMarkerEnvironment? environment = null)
    {
        ArgumentNullException.ThrowIfNull(shipped);
        ArgumentNullException.ThrowIfNull(user);
        environment ??= PipMarkerEnvironment.UnknownPython;
        ConstraintCheck.Consistent(user, environment);
        HashSet<string> bounded = user.Constraints
            .Where(c => c.AppliesTo(environment) != false)
            .Select(c => c.Package)
            .ToHashSet(StringComparer.Ordinal);
        return Join(shipped with { Constraints = shipped.Constraints.Where(c => !bounded.Contains(c.Package)).ToList() }, user);
    }

    /// <summary>Refuses a user's constraint that excludes the exact version which the model asks for.</summary>
    /// <param name="pinned">The model's packages with an exact version.</param>
    /// <param name="environment">What is known of the image; by default nothing of its Python.</param>
    /// <exception cref="MlemException"><c>ConstraintContradictsModel</c>, naming both sides.</exception>
    /// <remarks>Shipped bounds are not judged: a package with an exact version is left out of constraints.txt.</remarks>
    public void EnsureAllows(IEnumerable<PinnedPackage> pinned, PipMarkerEnvironment? environment = null)
    {
        ArgumentNullException.ThrowIfNull(pinned);
        foreach (PinnedPackage package in pinned)
            ConstraintCheck.Allows(this, package, environment ?? PipMarkerEnvironment.UnknownPython);
    }

    /// <summary>
    /// The one version that the constraints leave for a package, as it was written (<c>0.92.0</c>), or null. A line whose
    /// marker does not hold, or may not hold, in the image does not pin.
    /// </summary>
    /// <param name="package">The package's name in any spelling.</param>
    /// <param name="environment">What is known of the image; by default nothing of its Python.</param>
    public string? ExactVersion(string package, PipMarkerEnvironment? environment = null)
    {
        environment ??= PipMarkerEnvironment.UnknownPython;
        Constraint[] certain = For(package).Where(c => c.AppliesTo(environment) == true).ToArray();
        PipVersion? exact = certain.Select(c => c.ExactVersion).FirstOrDefault(v => v is not null);
        return exact is not null && certain.All(c => c.Requirement.Url is null && c.Requirement.Specifiers.Contains(exact))
            ? exact.Text
            : null;
    }

    /// <summary>
    /// The text of constraints.txt: one comment line of origin, option lines, then the constraints sorted by package;
    /// every line ends with a line feed. Null when nothing is left to write.
    /// </summary>
    /// <param name="excludedPackages">Packages that stand in requirements.txt with an exact version, in any spelling.</param>
    public string? Render(IEnumerable<string>? excludedPackages = null)
    {
        HashSet<string> excluded = (excludedPackages ?? []).Select(PackageName.Normalize).ToHashSet(StringComparer.Ordinal);
        Constraint[] kept = Constraints
            .Where(c => !excluded.Contains(c.Package))
            .OrderBy(c => c.Package, StringComparer.Ordinal)
            .DistinctBy(c => c.Text)
            .ToArray();
        if (kept.Length == 0 && Options.Count == 0)
            return null;
        IEnumerable<string> lines = Options.Select(o => o.Text).Distinct().Concat(kept.Select(c => c.Text));
        IEnumerable<ConstraintOrigin> origins = Constraints
            .Where(kept.Contains)
            .Select(c => c.Origin)
            .Concat(Options.Select(o => o.Origin));
        return string.Join('\n', lines.Prepend(ConstraintComment.For(origins))) + "\n";
    }

    /// <summary>The constraints of a text that is known to hold nothing but what this module wrote; option lines are left out.</summary>
    internal static ConstraintSet OfLines(string text, Func<int, ConstraintOrigin> origin)
    {
        List<Constraint> constraints = [];
        foreach (PipFileLine line in PipFileLine.Split(PipFileLine.SplitPhysical(text)))
        {
            string requirement = PipLineOptions.Split(line.Text).Requirement;
            // A variable in a URL has its value in the image only, and is part of no package's name.
            if (requirement.Length > 0 && PipRequirement.Parse(requirement) is { NormalizedName: { } package } read)
                constraints.Add(new Constraint(package, read, line.Text, origin(line.Number)));
        }

        return new ConstraintSet(constraints, []);
    }

    internal IEnumerable<Constraint> For(string package)
    {
        string name = PackageName.Normalize(package);
        return Constraints.Where(c => c.Package == name);
    }
}
