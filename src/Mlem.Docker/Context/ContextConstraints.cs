using Mlem.Docker.Requirements;

namespace Mlem.Docker.Context;

/// <summary>The pip constraints of a context: the shipped bounds, and the user's over them (D21, D22).</summary>
internal sealed record ContextConstraints(ConstraintSet Combined, ConstraintSet User, PipMarkerEnvironment Python)
{
    public const string FileName = "constraints.txt";

    public static async Task<ContextConstraints> ReadAsync(
        DockerContextRequest request, Server server, CancellationToken cancellationToken)
    {
        string? python = request.Args.BaseImage is null ? request.Args.EffectivePythonVersion : request.Args.PythonVersion;
        PipMarkerEnvironment environment = PipMarkerEnvironment.ForPython(python);
        Func<string, string?> variable = request.Variables.GetValueOrDefault;
        ConstraintSet given = await new ConstraintReader(request.WorkingFolder, variable: variable)
            .ReadAsync(request.Constraints, cancellationToken).ConfigureAwait(false);
        ConstraintSet saved = await new ConstraintReader(request.WorkingFolder, "constraints", variable)
            .ReadAsync(request.Args.Constraints, cancellationToken).ConfigureAwait(false);
        ConstraintSet user = ConstraintSet.Join(given, saved);
        ConstraintSet shipped = request.LeavesOutBounds
            ? ConstraintSet.Empty
            : ShippedConstraints.For(ServerTypes(server), server.Middlewares);
        return new ContextConstraints(ConstraintSet.Combine(shipped, user, environment), user, environment);
    }

    /// <summary>Refuses what cannot work before anything is written.</summary>
    public void Check(DockerContextRequest request, Server server, MlemSource source)
    {
        if (source.Kind == MlemSourceKind.Pip)
            EnsureAllowsMlem(source.Value ?? MlemSource.DefaultVersion);
        PinnedPackage[] pinned =
        [
            .. request.Model.Requirements.OfType<InstallableRequirement>().Where(r => r.Version is not null)
                .Select(r => new PinnedPackage(r.Package, r.Version!, Messages.FormatModelAsOrigin(request.Model.Path))),
        ];
        if (!request.LeavesOutBounds)
        {
            WorkingSetCheck.Ensure(
                request.Args.BaseImage is null ? request.Args.EffectivePythonVersion : null, ServerTypes(server), pinned);
        }

        User.EnsureAllows(pinned, Python);
    }

    // MLEM is asked for with an exact version, as a model asks for its packages.
    private void EnsureAllowsMlem(string mlem)
    {
        if (!PipVersion.TryParse(mlem, out PipVersion? version))
            return;
        Constraint? other = User.Of("mlem").FirstOrDefault(
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

    private static IEnumerable<string> ServerTypes(Server server)
    {
        for (Server? current = server; current is not null; current = current.Inner)
            yield return current.Type;
    }
}
