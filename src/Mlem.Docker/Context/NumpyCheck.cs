using Mlem.Docker.Requirements;

namespace Mlem.Docker.Context;

/// <summary>
/// Warns of a model that names an exact version of a package built for NumPy 1, and no version of NumPy, where nothing keeps
/// NumPy 2 out (D28 does, unless it is left out or the user's constraint replaces it): that package sets no upper limit, so
/// pip brings NumPy 2, beside which it does not import.
/// </summary>
internal static class NumpyCheck
{
    // The first release that was built for NumPy 2. Packages that limit NumPy themselves (scipy, tensorflow) are pip's business.
    private static readonly (string Package, string First)[] BuiltForTwo =
        [("pandas", "2.2.2"), ("scikit-learn", "1.4.2"), ("statsmodels", "0.14.2")];

    /// <summary>Refuses a pin of NumPy 2 beside packages that were built for NumPy 1: all have wheels, and none is imported.</summary>
    /// <exception cref="MlemException"><c>PinsExcludeEachOther</c>.</exception>
    public static void Ensure(IReadOnlyList<MlemRequirement> requirements)
    {
        if (Conflict(requirements) is not { } conflict)
            return;
        throw new MlemException(
            "PinsExcludeEachOther", MlemErrorCategory.InvalidData, conflict, OlderThanTwo(requirements)[0], Messages.NumPyPinsRemedy);
    }

    public static IEnumerable<string> Warnings(
        IReadOnlyList<MlemRequirement> requirements, ContextConstraints constraints, Server server, int? minor)
    {
        InstallableRequirement[] packages = [.. requirements.OfType<InstallableRequirement>()];
        if (Conflict(requirements) is { } conflict)
            yield return conflict;
        bool decided = packages.Any(p => PackageName.Normalize(p.Package) == "numpy" && (p.Version is not null || p.IsFromRepository));
        // sagemaker limits NumPy itself.
        if (decided || server.Type == "_sagemaker" || server.Inner?.Type == "_sagemaker")
            yield break;
        InstallableRequirement[] old = [.. packages.Where(IsOld)];
        if (old.Length == 0 || !NumPyTwoComesIn(constraints, minor))
            yield break;
        foreach (InstallableRequirement package in old)
            yield return Messages.FormatWasBuiltForNumPy1And(package.Package, package.Version);
    }

    /// <summary>The packages with an exact version that was built for NumPy 1.</summary>
    public static string[] OlderThanTwo(IEnumerable<MlemRequirement> requirements) =>
        [.. requirements.OfType<InstallableRequirement>().Where(IsOld).Select(p => p.ToString())];

    private static string? Conflict(IReadOnlyList<MlemRequirement> requirements) =>
        requirements.OfType<InstallableRequirement>().FirstOrDefault(p => PackageName.Normalize(p.Package) == "numpy") is { } numpy
        && PipVersion.TryParse(numpy.Version, out PipVersion? pinned) && pinned.Release[0] >= 2
        && OlderThanTwo(requirements) is { Length: > 0 } old
            ? Messages.FormatNumPyTwoIsPinnedBeside(numpy.Version, string.Join(", ", old)) : null;

    private static bool IsOld(InstallableRequirement package) =>
        BuiltForTwo.FirstOrDefault(b => b.Package == PackageName.Normalize(package.Package)).First is { } first
        && PipVersion.TryParse(package.Version, out PipVersion? version) && version.CompareTo(PipVersion.Parse(first)) < 0;

    // Of the releases that the table knows, whether one of NumPy 2 is for this Python and within every bound.
    private static bool NumPyTwoComesIn(ContextConstraints constraints, int? minor)
    {
        Constraint[] bounds = [.. constraints.Combined.For("numpy").Where(c => c.AppliesTo(constraints.Python) == true)];
        return !bounds.Any(b => b.Requirement.Url is not null) && PackageReleases.Shipped.For("numpy")
            .Where(r => minor is not { } python || r.X64.Contains(python))
            .Select(r => PipVersion.Parse(r.Version))
            .Any(v => v.Release[0] >= 2 && bounds.All(b => b.Requirement.Specifiers.Contains(v)));
    }
}
