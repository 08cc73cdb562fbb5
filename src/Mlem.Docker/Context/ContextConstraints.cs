using Mlem.Docker.Requirements;

namespace Mlem.Docker.Context;

/// <summary>The pip constraints of a context: the shipped bounds, and the user's over them (D21, D22).</summary>
internal sealed record ContextConstraints(ConstraintSet Combined, ConstraintSet User, PipMarkerEnvironment Python)
{
    public const string FileName = "constraints.txt";

    /// <summary>The bounds of the day of the model's newest pin (D28); null where there are none.</summary>
    public DatedBounds? Dated { get; init; }

    /// <summary>The user's constraints: those of the call, and those of the build arguments.</summary>
    public static async Task<ConstraintSet> ReadAsync(DockerContextRequest request, CancellationToken cancellationToken)
    {
        Func<string, string?> variable = request.Variables.GetValueOrDefault;
        ConstraintSet given = await new ConstraintReader(request.WorkingFolder, variable: variable)
            .ReadAsync(request.Constraints, cancellationToken).ConfigureAwait(false);
        ConstraintSet saved = await new ConstraintReader(request.WorkingFolder, "constraints", variable, request.DeclaredIn)
            .ReadAsync(request.Args.Constraints, cancellationToken).ConfigureAwait(false);
        return ConstraintSet.Join(given, saved);
    }

    /// <summary>Puts the user's constraints over the bounds of this module.</summary>
    public static ContextConstraints Combine(DockerContextRequest request, Server server, ConstraintSet user, PythonChoice python)
    {
        // A base image of another name has a Python that nobody named.
        PipMarkerEnvironment environment = PipMarkerEnvironment.ForPython(python.Version);
        if (request.LeavesOutBounds)
            return new ContextConstraints(ConstraintSet.Combine(ConstraintSet.Empty, user, environment), user, environment);
        ConstraintSet shipped = ShippedConstraints.For(ServerTypes(server), server.Middlewares);
        DatedBounds? dated = DatedBounds.For(
            ModelPackages.For(request.Model), NotLeftOpen(request.Model), python.Minor, PackageReleases.Architecture(request.Args.Platform));
        if (dated is not null)
            shipped = ConstraintSet.Join(shipped, new ConstraintSet(dated.Bounds, []));
        return new ContextConstraints(ConstraintSet.Combine(shipped, user, environment), user, environment) { Dated = dated };
    }

    /// <summary>Refuses what cannot work before anything is written.</summary>
    public void Check(DockerContextRequest request, Server server, MlemSource source)
    {
        if (source.Kind == MlemSourceKind.Pip)
            EnsureAllowsMlem(source.Value ?? MlemSource.DefaultVersion);
        IReadOnlyList<PinnedPackage> pinned = ModelPackages.For(request.Model).Pins;
        if (!request.LeavesOutBounds)
        {
            WorkingSetCheck.Ensure(
                request.Args.BaseImage is null ? request.Args.PythonVersion : null, ServerTypes(server), pinned);
        }

        User.EnsureAllows(pinned, Python);
    }

    // MLEM is asked for with an exact version, as a model asks for its packages.
    private void EnsureAllowsMlem(string mlem)
    {
        if (!PipVersion.TryParse(mlem, out PipVersion? version))
            return;
        Constraint? other = User.For("mlem").FirstOrDefault(
            c => c.Requirement.Url is null && c.AppliesTo(Python) == true && !c.Requirement.Specifiers.Contains(version));
        if (other is not null)
        {
            throw new MlemException(
                "ConstraintContradictsMlem",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatConstraintContradictsMlem(other.Text, other.Origin, mlem),
                "mlem",
                Messages.ConstraintContradictsMlemRemedy);
        }
    }

    /// <summary>The server's packages, with a version where a constraint leaves exactly one (D4).</summary>
    public IEnumerable<InstallableRequirement> WithVersions(IEnumerable<InstallableRequirement> packages) =>
        packages.Select(p => p with { Version = Combined.ExactVersion(p.Package, Python) });

    /// <summary>The text of the constraints file, or null when nothing is left to bound.</summary>
    public string? Text(IEnumerable<MlemRequirement> requirements) => Combined.Render(
        requirements.OfType<InstallableRequirement>().Where(r => r.Version is not null).Select(r => r.Package));

    // A repository gives whatever version it has.
    private static IEnumerable<string> NotLeftOpen(MlemModel model) => model.Requirements.OfType<InstallableRequirement>()
        .Where(r => r.IsFromRepository || r.Package.Contains('@', StringComparison.Ordinal))
        .Select(r => r.Package.Split('@')[0].Trim());

    /// <summary>A server's type, and that of the one that it stands in front of.</summary>
    public static IEnumerable<string> ServerTypes(Server server)
    {
        for (Server? current = server; current is not null; current = current.Inner)
            yield return current.Type;
    }
}
