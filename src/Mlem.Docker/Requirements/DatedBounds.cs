using System.Globalization;

namespace Mlem.Docker.Requirements;

/// <summary>
/// What goes together (D28): a model's newest pin tells when it was made, and of the packages that are built against each
/// other none comes in that was not there a week later.
/// </summary>
/// <param name="Pin">The newest pin.</param>
/// <param name="Day">The day on which it came out.</param>
/// <param name="Bounds">One bound for each package that the model leaves open.</param>
internal sealed record DatedBounds(PinnedPackage Pin, DateOnly Day, IReadOnlyList<Constraint> Bounds)
{
    private const int DaysAfter = 7;

    /// <summary>The last day from which something comes in.</summary>
    public DateOnly LastDay => Day.AddDays(DaysAfter);

    /// <summary>The bounds in words, for people who want to know.</summary>
    public string Sentence => Messages.FormatBoundsOfDay($"{Pin.Package}=={Pin.Version}", Text(Day), Text(LastDay));

    /// <summary>The bounds that a model's pins make; null where the table knows none of them.</summary>
    /// <param name="model">The model's packages.</param>
    /// <param name="others">Packages that the model does not leave open either, such as those from a repository.</param>
    /// <param name="minor">The image's Python; null where it is not known, and then no wheel is asked for.</param>
    /// <param name="architecture">The machine that the image is for.</param>
    public static DatedBounds? For(
        ModelPackages model, IEnumerable<string> others, int? minor, WheelArchitecture architecture)
    {
        IReadOnlyList<PinnedPackage> pins = model.Pins;
        (PinnedPackage Pin, DateOnly Day)[] known =
        [
            .. pins.Select(p => (Pin: p, PackageReleases.Shipped.Find(p.Package, p.Version)?.Day))
                .Where(p => p.Day is not null).Select(p => (p.Pin, p.Day!.Value)),
        ];
        if (known.Length == 0)
            return null;
        (PinnedPackage newest, DateOnly day) = known.MaxBy(p => p.Day);
        HashSet<string> decided = [.. pins.Select(p => p.Package).Concat(others).Select(PackageName.Normalize)];
        ConstraintOrigin origin = new(ConstraintOriginKind.Day, Origin(newest, day), 1);
        return new DatedBounds(newest, day,
        [
            .. PackageReleases.Shipped.Stack.Where(p => !decided.Contains(p))
                .Select(p => (Package: p, Release: Newest(p, day.AddDays(DaysAfter), minor, architecture)))
                .Where(p => p.Release is not null && GoesWith(p.Package, p.Release, model.Ranges))
                .Select(p => Bound($"{p.Package}<={p.Release!.Version}", origin)),
        ]);
    }

    private static Constraint Bound(string line, ConstraintOrigin origin)
    {
        PipRequirement read = PipRequirement.Parse(line);
        return new Constraint(read.NormalizedName!, read, line, origin);
    }

    // The table is sorted by version.
    private static PackageRelease? Newest(string package, DateOnly last, int? minor, WheelArchitecture architecture) =>
        PackageReleases.Shipped.For(package).LastOrDefault(
            r => r.Day <= last && (minor is not { } python || r.PythonsOn(architecture).Contains(python)));

    // A condition of the model's that only newer releases meet is the model's to decide.
    private static bool GoesWith(string package, PackageRelease bound, IEnumerable<PipRequirement> ranges)
    {
        PipRequirement[] own = [.. ranges.Where(r => r.NormalizedName == package)];
        return own.Length == 0 || PackageReleases.Shipped.For(package).Select(r => PipVersion.Parse(r.Version))
            .Any(v => v.CompareTo(PipVersion.Parse(bound.Version)) <= 0 && own.All(r => r.Specifiers.Contains(v)));
    }

    private static string Origin(PinnedPackage pin, DateOnly day) =>
        ConstraintComment.OfDay($"{pin.Package}=={pin.Version}", Text(day), Text(day.AddDays(DaysAfter)), DaysAfter);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
