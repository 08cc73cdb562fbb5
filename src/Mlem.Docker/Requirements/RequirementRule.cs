using System.Text.RegularExpressions;

namespace Mlem.Docker.Requirements;

/// <summary>
/// What a model may ask for: a package by its name and version, from an index or a repository. Everything else that pip would
/// read in the same place (an option, a variable, a path, a second line, a condition) is a fault.
/// </summary>
internal static partial class RequirementRule
{
    private const int MaxLength = 256;

    /// <summary>The first thing that is wrong; null for a requirement that pip reads as just that.</summary>
    public static RequirementFault? Fault(MlemRequirement requirement) => requirement switch
    {
        InstallableRequirement package => OfPackage(package),
        UnixPackageRequirement package => IsUnixName(package.PackageName)
            ? null
            : new RequirementFault("package_name", Messages.IsNoNameOfPackageOf),
        _ => null,
    };

    private static RequirementFault? OfPackage(InstallableRequirement package)
    {
        string nameField = string.IsNullOrEmpty(package.PackageName) ? "module" : "package_name";
        Match name = package.Package.Length <= MaxLength * 8 ? Name().Match(package.Package) : Match.Empty;
        if (!name.Success || name.Groups["name"].Length > MaxLength)
            return new RequirementFault(nameField, Messages.IsNoNameOfPythonPackage);
        if (name.Groups["url"].Success && !PackageAddress.IsPackage(name.Groups["name"].Value, name.Groups["url"].Value))
            return new RequirementFault(nameField, Messages.NamesAddressThatPipMayNotUse);
        if (package.Version is { } version && (version.Length > MaxLength || !PlainVersion().IsMatch(version) || !PipVersion.TryParse(version, out _)))
            return new RequirementFault("version", Messages.IsNoVersionOfPEP440);
        if (package.Version is not null && name.Groups["url"].Success)
            return new RequirementFault("version", Messages.StandsBesideAddress);
        // pip takes a line that ends like the name of an archive for a file: 'x.zip', 'x==1.0+build.whl'.
        if (!package.IsFromRepository && !name.Groups["url"].Success && LooksLikeArchive(package.ToString()))
            return new RequirementFault(package.Version is null ? nameField : "version", Messages.EndsLikeArchive);
        if (package.ExtraIndex is { } index && !PackageAddress.IsIndex(index))
            return new RequirementFault("extra_index", Messages.IsNoAddressOfIndex);
        return package.IsFromRepository ? OfRepository(package) : null;
    }

    private static RequirementFault? OfRepository(InstallableRequirement package)
    {
        if (string.IsNullOrEmpty(package.Vcs) || string.IsNullOrEmpty(package.SourceUrl))
            return new RequirementFault("vcs_commit", Messages.NeedsVcsAndSourceUrl);
        if (!PackageAddress.IsKnownVcs(package.Vcs))
            return new RequirementFault("vcs", Messages.IsNoVersionControlSystem);
        if (!PackageAddress.IsRepository(package.Vcs, package.SourceUrl))
            return new RequirementFault("source_url", Messages.IsNoAddressOfRepository);
        return PackageAddress.IsCommit(package.VcsCommit!) ? null : new RequirementFault("vcs_commit", Messages.IsNoCommit);
    }

    // A name as apt, apk, dnf, zypper and pacman have it, with an architecture or a version where they take one. A dash at the end
    // makes apt remove the package, and the name of a package's file makes dnf and apk install that file.
    private static bool IsUnixName(string text) =>
        text.Length <= MaxLength && UnixName().IsMatch(text) && !text.EndsWith('-') && !UnixFile().IsMatch(text);

    private static bool LooksLikeArchive(string line) => Archive().IsMatch(TrailingExtras().Replace(line, string.Empty));

    [GeneratedRegex(
        """
        \A (?<name> [A-Za-z0-9] (?: [A-Za-z0-9._-]* [A-Za-z0-9] )? )
        (?: [ ]? \[ [ ]? (?: [A-Za-z0-9] (?: [A-Za-z0-9._-]* [A-Za-z0-9] )? (?: [ ]?,[ ]? (?= [A-Za-z0-9] ) | (?= [ ]?\] ) ) )+ [ ]? \] )?
        (?: [ ]? @ [ ]? (?<url> \S+ ) )? \z
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9.!+_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainVersion();

    // pip's ARCHIVE_EXTENSIONS.
    [GeneratedRegex(
        @"\.(zip|whl|tar\.bz2|tbz|tar\.gz|tgz|tar|tar\.xz|txz|tlz|tar\.lz|tar\.lzma)\s*\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Archive();

    [GeneratedRegex(@"\s*\[[^\]]*\]\z", RegexOptions.CultureInvariant)]
    private static partial Regex TrailingExtras();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9+._-]*(:[a-z0-9-]+)?(=[A-Za-z0-9][A-Za-z0-9.+:~_-]*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex UnixName();

    [GeneratedRegex(@"\.([du]?deb|rpm|apk|dsc|changes|pkg\.tar(\.[a-z0-9]+)?)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex UnixFile();
}
