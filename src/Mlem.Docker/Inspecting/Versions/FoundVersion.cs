using Mlem.Docker.Requirements;

namespace Mlem.Docker.Inspecting;

/// <summary>The version of a package, as a file of it says.</summary>
/// <param name="Package">The package, as pip calls it.</param>
/// <param name="Version">The version.</param>
/// <param name="Format">
/// The version of its format, where that is all that the file says; <paramref name="Version"/> is then the first that reads it.
/// </param>
/// <param name="ReadsOlder">Whether newer versions of the package read the file as well.</param>
internal sealed record FoundVersion(string Package, string Version, string? Format = null, bool ReadsOlder = false)
{
    public bool IsOlderThan(FoundVersion other) =>
        PipVersion.TryParse(Version, out PipVersion? own) && PipVersion.TryParse(other.Version, out PipVersion? others) && own.CompareTo(others) < 0;

    public override string ToString() => Format is null ? $"{Package} {Version}" : $"{Package} >= {Version}";
}
