using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Mlem.Docker.Requirements;

/// <summary>A release of a package.</summary>
/// <param name="Version">The version as PyPI writes it.</param>
/// <param name="Day">The day on which it came out.</param>
/// <param name="X64">The Pythons with a wheel for Linux on x86_64.</param>
/// <param name="Arm64">The Pythons with a wheel for Linux on aarch64.</param>
internal sealed record PackageRelease(string Version, DateOnly Day, PythonMinors X64, PythonMinors Arm64)
{
    /// <summary>Whether pip has to build it everywhere.</summary>
    public bool IsSourceOnly => X64.IsEmpty && Arm64.IsEmpty;

    /// <summary>The Pythons that can have it: all of them where no wheel decides.</summary>
    public PythonMinors PythonsOn(WheelArchitecture architecture) => architecture switch
    {
        _ when IsSourceOnly => PythonMinors.All,
        WheelArchitecture.X64 => X64,
        WheelArchitecture.Arm64 => Arm64,
        _ => PythonMinors.All,
    };
}

/// <summary>The machine that a wheel is for, as far as the table knows them.</summary>
internal enum WheelArchitecture
{
    /// <summary>Another one, of which the table says nothing.</summary>
    Other,

    /// <summary>x86_64, Docker's amd64.</summary>
    X64,

    /// <summary>aarch64, Docker's arm64.</summary>
    Arm64,
}

/// <summary>
/// When each version of the packages that MLEM models pin came out, and for which Pythons it has wheels: <c>wheels.json</c>
/// (docs/pythons.md says how it is made). What it does not list is unknown and excludes nothing.
/// </summary>
internal sealed class PackageReleases
{
    private static readonly Lazy<PackageReleases> Table = new(Read);

    private readonly Dictionary<string, JsonElement> _packages;

    private PackageReleases(JsonElement root)
    {
        _packages = root.GetProperty("packages").EnumerateObject().ToDictionary(p => PackageName.Normalize(p.Name), p => p.Value);
        Stack = [.. root.GetProperty("stack").EnumerateArray().Select(p => PackageName.Normalize(p.GetString()!))];
    }

    /// <summary>The table of this module, read when it is first needed.</summary>
    public static PackageReleases Shipped => Table.Value;

    /// <summary>The packages that are built against each other: a version of one goes with what was there on its day.</summary>
    public IReadOnlyList<string> Stack { get; }

    /// <summary>A package's releases, from the lowest version on; none for a package that is not in the table.</summary>
    public IEnumerable<PackageRelease> For(string package) => _packages.TryGetValue(PackageName.Normalize(package), out JsonElement rows)
        ? rows.EnumerateObject().Select(Release)
        : [];

    /// <summary>
    /// The release that a pin means, or null where the table does not know it. A local part (<c>1.13.1+cpu</c>) names
    /// another build of the same release.
    /// </summary>
    public PackageRelease? Find(string package, string version)
    {
        if (!PipVersion.TryParse(version, out PipVersion? wanted))
            return null;
        // As a rule it is written as the table writes it, and nothing has to be read of the others.
        return For(package).FirstOrDefault(r => r.Version == version)
            ?? For(package).FirstOrDefault(r => PipVersion.Parse(r.Version).CompareTo(wanted, ignoreLocal: true) == 0);
    }

    /// <summary>What a platform of Docker's is for wheels; an Engine that is not told builds for amd64 as a rule.</summary>
    public static WheelArchitecture Architecture(string? platform) => platform?.ToLowerInvariant().Split('/') switch
    {
        // Docker takes an operating system or a processor alone as well.
        null or ["" or "linux" or "amd64" or "x86_64" or "x86-64"] or [_, "amd64" or "x86_64" or "x86-64", ..] => WheelArchitecture.X64,
        ["arm64" or "aarch64"] or [_, "arm64" or "aarch64", ..] => WheelArchitecture.Arm64,
        _ => WheelArchitecture.Other,
    };

    private static PackageRelease Release(JsonProperty row) => new(
        row.Name,
        DateOnly.ParseExact(row.Value[0].GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        PythonMinors.Parse(row.Value[1].GetString()!),
        PythonMinors.Parse(row.Value[2].GetString()!));

    private static PackageReleases Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Mlem.Docker.pythons.wheels.json")!;
        return new PackageReleases(JsonDocument.Parse(stream).RootElement);
    }
}
