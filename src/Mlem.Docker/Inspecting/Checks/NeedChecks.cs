using Mlem.Docker.Context;
using Mlem.Docker.Metadata;
using Mlem.Docker.Requirements;
using Mlem.Docker.Serving;

namespace Mlem.Docker.Inspecting;

/// <summary>The checks of what a model needs: modules, versions, the Python, wheels, and the server.</summary>
internal sealed class NeedChecks(MlemModel model, ModelDoctorOptions options, ArtifactChecks files, CancellationToken cancellationToken)
{
    private readonly ModelPackages _packages = ModelPackages.For(model);
    private int? _minor;

    private string Path => model.Path ?? string.Empty;

    /// <summary>Each of them.</summary>
    public IEnumerable<Func<IEnumerable<ModelCheck>>> All =>
        [
            () => [Row("Modules", Modules)], () => [Row("Versions", Versions)], Pythons, () => [Row("Sources", Sources)],
            () => [Row("NumPy", Numpy)], () => [Row("Server", Serve)],
        ];

    // Whatever a check meets with is its finding.
    private ModelCheck Row(string name, Func<ModelCheck> check)
    {
        try
        {
            return check();
        }
        catch (Exception error) when (error is MlemException or IOException or UnauthorizedAccessException)
        {
            return ModelCheck.Of(Path, name, error);
        }
    }

    private ModelCheck Modules()
    {
        var origins = new ModuleOrigins(model);
        string[] imported = [.. files.Audit.Modules.Where(m => !ModuleOrigins.IsStandard(m) && !origins.IsOwn(m))];
        string[] missing = [.. imported.Where(m => !origins.IsRequired(m)).Select(Missing).Distinct().Order(StringComparer.Ordinal)];
        return missing.Length == 0
            ? new ModelCheck(Path, "Modules", DockerCheckState.Passed, Messages.ModulesAreThere) { Evidence = [.. imported.Order(StringComparer.Ordinal)] }
            : new ModelCheck(
                Path, "Modules", DockerCheckState.Failed, Messages.FormatModulesAreMissing(string.Join(", ", missing)), Messages.FormatModulesAreMissingRemedy(missing[0]))
            {
                Evidence = missing,
            };
    }

    private static string Missing(string module) =>
        module.Split('.')[0] is "__main__" ? "__main__" : ModuleOrigins.PackageOf(module);

    private ModelCheck Versions() => VersionCheck.Run(Path, files.Audit.Versions, _packages.Pins);

    private IEnumerable<ModelCheck> Pythons()
    {
        PythonChoice? choice = null;
        ModelCheck? refused = null;
        PythonQuestion question = Question();
        try
        {
            choice = PythonChooser.Choose(question);
            WorkingSetCheck.Ensure(options.BaseImage is null ? choice.Version : null, question.ServerTypes, _packages.Pins);
        }
        catch (MlemException error)
        {
            refused = ModelCheck.Of(Path, "Python", error);
        }

        _minor = choice?.Minor;
        yield return refused ?? new ModelCheck(Path, "Python", DockerCheckState.Passed, choice!.Reason)
        {
            Evidence = files.Code is { } code ? [Messages.FormatPythonWroteIt(code.Writers)] : [],
        };
        if (refused is null)
            yield return Wheels(question, choice!);
    }

    private ModelCheck Wheels(PythonQuestion question, PythonChoice choice)
    {
        string[] without = choice.Minor is { } minor ? [.. PythonLimit.For(question).Where(l => !l.Pythons.Contains(minor)).Select(l => l.ToString())] : [];
        return without.Length == 0
            ? new ModelCheck(Path, "Wheels", DockerCheckState.Passed, Messages.WheelsAreThere)
            : new ModelCheck(
                Path, "Wheels", DockerCheckState.Failed, Messages.FormatPythonWithoutWheels($"3.{choice.Minor}", string.Join(", ", without)),
                Messages.WheelsAreMissingRemedy)
            {
                Evidence = without,
            };
    }

    // Of a Python that was refused nothing is known but what no Python accepts.
    private ModelCheck Sources() => SourceCheck.Run(model, _minor, cancellationToken);

    private ModelCheck Numpy()
    {
        string[] old = NumpyCheck.OlderThanTwo(model.Requirements);
        PinnedPackage? numpy = _packages.Pins.FirstOrDefault(p => PackageName.Normalize(p.Package) == "numpy");
        bool clash = old.Length > 0 && numpy is not null && PipVersion.TryParse(numpy.Version, out PipVersion? version) && version.Release[0] >= 2;
        return clash
            ? new ModelCheck(
                Path, "NumPy", DockerCheckState.Failed, Messages.FormatNumpyClashes(numpy!.Version, string.Join(", ", old)), Messages.NumpyClashesRemedy)
            : new ModelCheck(Path, "NumPy", DockerCheckState.Passed, Messages.NumpyFits);
    }

    private ModelCheck Serve()
    {
        Server server = Server();
        (ServingObstacle? obstacle, IReadOnlyList<string> warnings) = ServingCheck.Run(model, server);
        if (obstacle is not null)
            return new ModelCheck(Path, "Server", DockerCheckState.Failed, obstacle.Message, obstacle.Remedy);
        return warnings.Count > 0
            ? new ModelCheck(Path, "Server", DockerCheckState.Warning, warnings[0]) { Evidence = warnings }
            : new ModelCheck(Path, "Server", DockerCheckState.Passed, Messages.FormatServerCanServe(server.Type));
    }

    private PythonQuestion Question() => new(_packages.Pins)
    {
        Ranges = _packages.Ranges,
        Given = options.PythonVersion,
        BaseImage = options.BaseImage,
        Platform = options.Platform,
        ServerTypes = [.. ContextConstraints.ServerTypes(Server())],
        Code = files.Code?.Writers,
        CodeFile = files.Code?.File,
    };

    private Server Server() => options.Server ?? Docker.Server.ConfiguredIn(
        MlemConfiguration.Read(options.WorkingFolder, new DockerContextRequest(model).Variables));
}
