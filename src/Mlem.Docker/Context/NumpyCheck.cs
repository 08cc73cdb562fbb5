using Mlem.Docker.Requirements;

namespace Mlem.Docker.Context;

/// <summary>
/// Warns of a model that names an exact version of a package built for NumPy 1, and no version of NumPy: that package
/// sets no upper limit, so pip brings NumPy 2, beside which it does not import.
/// </summary>
internal static class NumpyCheck
{
    // The first release that was built for NumPy 2. Packages that limit NumPy themselves (scipy, tensorflow) are pip's business.
    private static readonly (string Package, string First)[] BuiltForTwo =
        [("pandas", "2.2.2"), ("scikit-learn", "1.4.2"), ("statsmodels", "0.14.2")];

    public static IEnumerable<string> Warnings(IReadOnlyList<MlemRequirement> requirements, ContextConstraints constraints, Server server)
    {
        InstallableRequirement[] packages = [.. requirements.OfType<InstallableRequirement>()];
        bool decided = packages.Any(p => PackageName.Normalize(p.Package) == "numpy" && (p.Version is not null || p.IsFromRepository))
            || constraints.Combined.Of("numpy").Any(c => c.AppliesTo(constraints.Python) != false);
        // sagemaker limits NumPy itself, and Python 3.8 has no NumPy 2.
        if (decided || server.Type == "_sagemaker" || server.Inner?.Type == "_sagemaker" || constraints.Python.Find("python_version") == "3.8")
            yield break;
        foreach (InstallableRequirement package in packages)
        {
            string? first = BuiltForTwo.FirstOrDefault(b => b.Package == PackageName.Normalize(package.Package)).First;
            if (first is not null && PipVersion.TryParse(package.Version, out PipVersion? version) && version.CompareTo(PipVersion.Parse(first)) < 0)
            {
                yield return Messages.FormatWasBuiltForNumPy1And(package.Package, package.Version);
            }
        }
    }
}
