namespace Mlem.Docker.Requirements;

/// <summary>What a model says of its packages' versions, as pip reads its lines of requirements.txt.</summary>
/// <param name="Pins">The packages with an exact version; names are without extras.</param>
/// <param name="Ranges">Those with another condition: <c>numpy&lt;1.24</c>, <c>numpy==1.21.*</c>.</param>
internal sealed record ModelPackages(IReadOnlyList<PinnedPackage> Pins, IReadOnlyList<PipRequirement> Ranges)
{
    /// <summary>A model's packages; those from a repository have whatever version lies there.</summary>
    public static ModelPackages For(MlemModel model)
    {
        string origin = Messages.FormatModelAsOrigin(model.Path);
        var pins = new List<PinnedPackage>();
        var ranges = new List<PipRequirement>();
        foreach (InstallableRequirement package in model.Requirements.OfType<InstallableRequirement>().Where(r => !r.IsFromRepository))
        {
            PipRequirement? line = Read(package.ToString());
            if (line is { Url: null, Marker: null, Specifiers.ExactVersion: { } version })
                pins.Add(new PinnedPackage(line.Name!, version.Text, origin));
            else if (line is { Url: null, Marker: null, Specifiers.Clauses.Count: > 0 })
                ranges.Add(line);
            else if (line is null && package.Version is not null)
                pins.Add(new PinnedPackage(package.Package, package.Version, origin));
        }

        return new ModelPackages(pins, ranges);
    }

    // What pip cannot read is told elsewhere.
    private static PipRequirement? Read(string line)
    {
        try
        {
            return PipRequirement.Parse(line);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
