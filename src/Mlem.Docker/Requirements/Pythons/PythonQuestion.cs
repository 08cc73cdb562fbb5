namespace Mlem.Docker.Requirements;

/// <summary>What the choice of a Python depends on (D24).</summary>
/// <param name="Pins">The model's packages with an exact version.</param>
internal sealed record PythonQuestion(IReadOnlyList<PinnedPackage> Pins)
{
    /// <summary>The usual version: most packages of MLEM's time have wheels for it or for one beside it.</summary>
    public const int UsualMinor = 11;

    /// <summary>Conditions of the model's on other packages, such as <c>numpy&lt;1.24</c>.</summary>
    public IReadOnlyList<PipRequirement> Ranges { get; init; } = [];

    /// <summary>The version that was given, in full or in part; null for none.</summary>
    public string? Given { get; init; }

    /// <summary>The base image that was given; null for that of the version.</summary>
    public string? BaseImage { get; init; }

    /// <summary>The Python that was found in the base image; null where nobody looked.</summary>
    public PythonRelease? Found { get; init; }

    /// <summary>Packages that constraints of the user fix: what else may come in, and is heeded where it can be.</summary>
    public IReadOnlyList<PinnedPackage> Wishes { get; init; } = [];

    /// <summary>The platform to build for, as Docker writes it; null for the Engine's own.</summary>
    public string? Platform { get; init; }

    /// <summary>MLEM's names of the server types.</summary>
    public IReadOnlyList<string> ServerTypes { get; init; } = [];

    /// <summary>The Pythons that can run the bytecode in the model; null where it has none.</summary>
    public PythonMinors? Code { get; init; }

    /// <summary>The file with that bytecode.</summary>
    public string? CodeFile { get; init; }

    /// <summary>Whether a Python is refused for what is known of packages.</summary>
    public bool Judges { get; init; } = true;

    public WheelArchitecture Architecture => PackageReleases.Architecture(Platform);
}

/// <summary>The Python of an image.</summary>
/// <param name="Version">Its version; null where nobody says it, as of a base image of another name.</param>
/// <param name="Reason">Why it is that one, as a sentence.</param>
internal sealed record PythonChoice(string? Version, string Reason)
{
    /// <summary>The minor version; null where it is not known, as in a base image of another name.</summary>
    public int? Minor { get; init; }

    /// <summary>What deserves attention, as sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>Something that not every Python can have.</summary>
/// <param name="What">What it is: <c>numpy==1.22.4</c>.</param>
/// <param name="Pythons">Those that can.</param>
internal sealed record PythonLimit(string What, PythonMinors Pythons)
{
    /// <summary>What the table says of a model's packages, as far as it knows them.</summary>
    public static PythonLimit[] For(PythonQuestion question) =>
    [
        .. FromPins(question.Pins, question.Architecture)
            .Concat(question.Ranges.Select(r => FromRange(r, question.Architecture)).OfType<PythonLimit>())
            .DistinctBy(l => l.What),
    ];

    /// <summary>What the table says of pins that it knows.</summary>
    public static PythonLimit[] FromPins(IEnumerable<PinnedPackage> pins, WheelArchitecture architecture) =>
    [
        .. pins.Select(p => (Pin: p, Release: PackageReleases.Shipped.Find(p.Package, p.Version)))
            .Where(p => p.Release is not null)
            .Select(p => new PythonLimit($"{p.Pin.Package}=={p.Pin.Version}", p.Release!.PythonsOn(architecture))),
    ];

    // Any release within the condition will do; where the table has none, one that it does not know may be meant.
    private static PythonLimit? FromRange(PipRequirement range, WheelArchitecture architecture)
    {
        PackageRelease[] allowed = [.. PackageReleases.Shipped.For(range.Name!).Where(r => range.Specifiers.Contains(PipVersion.Parse(r.Version)))];
        return allowed.Length == 0 ? null : new PythonLimit(
            $"{range.Name}{range.Specifiers}", allowed.Select(r => r.PythonsOn(architecture)).Aggregate((all, one) => all.Or(one)));
    }

    /// <summary>The Pythons that can have everything.</summary>
    public static PythonMinors Common(IEnumerable<PythonLimit> limits) => limits.Aggregate(PythonMinors.All, (all, l) => all.And(l.Pythons));

    /// <summary>Those that exclude each other, and none that has no part in it.</summary>
    public static IReadOnlyList<PythonLimit> Conflict(IReadOnlyList<PythonLimit> limits)
    {
        List<PythonLimit> conflict = [.. limits];
        // The first ones are left out last: what cannot be had with MLEM at all needs no second package to say so.
        foreach (PythonLimit limit in limits.Reverse())
        {
            PythonLimit[] others = [.. conflict.Where(l => l != limit)];
            if (Common(others).IsEmpty)
                conflict.Remove(limit);
        }

        return conflict;
    }

    public override string ToString() => Pythons.IsEmpty ? Messages.FormatNoWheelFor(What) : Messages.FormatWheelsFor(What, Pythons);
}
