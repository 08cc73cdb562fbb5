using System.Text.RegularExpressions;

namespace Mlem.Docker.Requirements;

/// <summary>
/// Refuses what is known not to work with MLEM 0.4.14, before anything is written: a Python for which no working set
/// of packages is known, and exact versions with which MLEM does not run.
/// </summary>
/// <remarks>
/// Callers leave the Python out when the base image was given by hand, and do not call it at all when the shipped
/// bounds were switched off (<c>-NoDefaultConstraint</c>).
/// </remarks>
public static partial class WorkingSetCheck
{
    private const int OldestMinor = 8;
    private const int NewestMinor = 13;
    private const int NewestMinorOfSagemaker = 12;

    // The first release that does not work, and why. The reasons are those of Requirements/pins/README.md.
    private static readonly (string Package, string FirstBroken, string Reason)[] Limits =
    [
        ("pydantic", "2", Messages.MLEMNeedsPydantic1AndDoes),
        ("click", "8.2", Messages.MLEMsCommandLineNeedsClickBelow),
        ("isort", "8", Messages.Isort8DroppedModuleIsortDeprecated),
        ("typer", "0.26", Messages.WithTyper026EveryMlem),
        ("fastapi", "0.126", Messages.Fastapi0126NeedsPydantic2),
    ];

    /// <summary>Judges a Python version and a model's exact versions.</summary>
    /// <param name="pythonVersion">The Python of the image, for example <c>3.9.13</c>; null when it is not to be judged.</param>
    /// <param name="serverTypes">MLEM's names of the server types in use.</param>
    /// <param name="pinned">The model's packages with an exact version.</param>
    /// <exception cref="MlemException">
    /// <c>PythonNotSupported</c> or <c>RequirementNotSupported</c>, with the reason and the remedy.
    /// </exception>
    public static void Ensure(string? pythonVersion, IEnumerable<string> serverTypes, IEnumerable<PinnedPackage> pinned)
    {
        ArgumentNullException.ThrowIfNull(serverTypes);
        ArgumentNullException.ThrowIfNull(pinned);
        if (pythonVersion is not null)
            EnsurePython(pythonVersion, serverTypes);
        bool sagemaker = serverTypes.Contains("_sagemaker");
        foreach (PinnedPackage package in pinned)
        {
            EnsureRequirement(package);
            // Every sagemaker that runs beside pydantic 1 limits NumPy to 1.
            if (sagemaker && PackageName.Normalize(package.Package) == "numpy")
                EnsureBelow(package, "numpy", "2", Messages.ServerSagemakerNeedsNumPy1);
        }
    }

    private static void EnsurePython(string pythonVersion, IEnumerable<string> serverTypes)
    {
        Match match = Version().Match(pythonVersion);
        // A text that is no version (a name of an image's own) is left to Docker.
        if (!match.Success || !int.TryParse(match.Groups[1].ValueSpan, out int major))
            return;
        bool hasMinor = int.TryParse(match.Groups[2].ValueSpan, out int minor);
        if (major != 3)
            throw Python(pythonVersion, Messages.MLEM0414RunsOn, "3.8 to 3.13");
        if (!hasMinor)
            throw Python(pythonVersion, Messages.ItNamesNoMinorVersionAnd, "3.8 to 3.13");
        if (minor < OldestMinor)
            throw Python(pythonVersion, Messages.PackagesThatMLEM0414, "3.8 to 3.13");
        if (minor > NewestMinor)
            throw Python(pythonVersion, Messages.Pydantic1WhichMLEM04, "3.8 to 3.13");
        if (minor > NewestMinorOfSagemaker && serverTypes.Contains("_sagemaker"))
            throw Python(pythonVersion, Messages.ServerSagemakerNeedsNumPy1Which, "3.8 to 3.12");
    }

    private static void EnsureRequirement(PinnedPackage pinned)
    {
        string name = PackageName.Normalize(pinned.Package);
        (string package, string firstBroken, string reason) = Array.Find(Limits, l => l.Package == name);
        if (package is not null)
            EnsureBelow(pinned, package, firstBroken, reason);
    }

    private static void EnsureBelow(PinnedPackage pinned, string package, string firstBroken, string reason)
    {
        if (!PipVersion.TryParse(pinned.Version, out PipVersion? version))
            return;
        // By release: 2.0b1 is a pydantic 2 in all but its place in the order.
        if (version.CompareRelease(PipVersion.Parse(firstBroken)) < 0)
            return;
        throw new MlemException(
            "RequirementNotSupported",
            MlemErrorCategory.InvalidData,
            Messages.FormatRequirementNotSupported(pinned.Package, pinned.Version, pinned.Origin, reason),
            pinned.Package,
            Messages.FormatRequirementNotSupportedRemedy(package, firstBroken));
    }

    private static MlemException Python(string version, string reason, string range) => new(
        "PythonNotSupported",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatPythonNotSupported(version, reason),
        version,
        Messages.FormatPythonNotSupportedRemedy(range));

    [GeneratedRegex(@"\A\s*v?([0-9]+)(?:\.([0-9]+))?(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
