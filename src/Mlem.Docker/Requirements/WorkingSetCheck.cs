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
        ("pydantic", "2", "MLEM needs pydantic 1 and does not import beside pydantic 2"),
        ("click", "8.2", "MLEM's command line needs a click below 8.2"),
        ("isort", "8", "isort 8 dropped the module isort.deprecated, without which MLEM does not import"),
        ("typer", "0.26", "with typer 0.26 every mlem command, also the one that starts the server, fails"),
        ("fastapi", "0.126", "fastapi 0.126 needs pydantic 2, and MLEM needs pydantic 1"),
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
        foreach (PinnedPackage package in pinned)
            EnsureRequirement(package);
    }

    private static void EnsurePython(string pythonVersion, IEnumerable<string> serverTypes)
    {
        Match match = Version().Match(pythonVersion);
        // A text that is no version (a name of an image's own) is left to Docker.
        if (!match.Success || !int.TryParse(match.Groups[1].ValueSpan, out int major))
            return;
        bool hasMinor = int.TryParse(match.Groups[2].ValueSpan, out int minor);
        if (major != 3)
            throw Python(pythonVersion, "MLEM 0.4.14 runs on Python 3 only", "3.8 to 3.13");
        if (!hasMinor)
            throw Python(pythonVersion, "it names no minor version, and the newest Python 3 is one on which MLEM 0.4.14 does not run", "3.8 to 3.13");
        if (minor < OldestMinor)
            throw Python(pythonVersion, "packages that MLEM 0.4.14 needs (iterative-telemetry) have no release for it", "3.8 to 3.13");
        if (minor > NewestMinor)
            throw Python(pythonVersion, "pydantic 1, which MLEM 0.4.14 needs, does not work on it", "3.8 to 3.13");
        if (minor > NewestMinorOfSagemaker && serverTypes.Contains("_sagemaker"))
            throw Python(pythonVersion, "the server '_sagemaker' needs NumPy 1, which has no wheel for it", "3.8 to 3.12");
    }

    private static void EnsureRequirement(PinnedPackage pinned)
    {
        string name = PackageName.Normalize(pinned.Package);
        (string package, string firstBroken, string reason) = Array.Find(Limits, l => l.Package == name);
        if (package is null || !PipVersion.TryParse(pinned.Version, out PipVersion? version))
            return;
        // By release: 2.0b1 is a pydantic 2 in all but its place in the order.
        if (version.CompareRelease(PipVersion.Parse(firstBroken)) < 0)
            return;
        throw new MlemException(
            "RequirementNotSupported",
            MlemErrorCategory.InvalidData,
            $"{pinned.Package}=={pinned.Version}, which {pinned.Origin} asks for, does not work with MLEM 0.4.14: {reason}.",
            pinned.Package,
            $"Save the model again with {package} below {firstBroken}, or without a version of it; "
                + "-NoDefaultConstraint writes it as it is.");
    }

    private static MlemException Python(string version, string reason, string range) => new(
        "PythonNotSupported",
        MlemErrorCategory.InvalidArgument,
        $"No set of packages is known with which MLEM 0.4.14 works on Python {version}: {reason}.",
        version,
        $"Give a Python from {range} with -PythonVersion, or a base image of your own with -BaseImage; "
            + "-NoDefaultConstraint leaves the check out.");

    [GeneratedRegex(@"\A\s*v?([0-9]+)(?:\.([0-9]+))?(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
