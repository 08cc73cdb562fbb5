using Mlem.Docker.Metadata;
using Mlem.Docker.Requirements;
using Mlem.Docker.Serving;

namespace Mlem.Docker.Context;

/// <summary>Describes the Docker context of a model: which files it has, in the order in which MLEM writes them.</summary>
internal static class DockerContextGenerator
{
    /// <summary>Describes the context. Nothing is written; of the artifacts only pickles are looked into.</summary>
    /// <exception cref="MlemException">Something is missing, invalid, or cannot work.</exception>
    public static async Task<DockerContext> GenerateAsync(DockerContextRequest request, CancellationToken cancellationToken)
    {
        if (request is { AsMlem: true, Optimize: true })
        {
            throw new MlemException(
                "AsMlemIsNotOptimized", MlemErrorCategory.InvalidArgument, Messages.AsMlemIsNotOptimized,
                null, Messages.AsMlemIsNotOptimizedRemedy);
        }

        if (request is { User: not null, IsOptimized: false })
        {
            throw new MlemException(
                "UserNeedsOptimize", MlemErrorCategory.InvalidArgument, Messages.UserNeedsOptimize,
                request.User, Messages.UserNeedsOptimizeRemedy);
        }

        RunCommand.Check(request.Args.RunCommand);
        SourceBudget.Check(request.Model);
        RequirementCheck.Run(request.Model);
        MlemConfiguration configuration = MlemConfiguration.Read(request.WorkingFolder, request.Variables);
        Server server = request.Server ?? Server.ConfiguredIn(configuration);
        MlemSource source = MlemSourceResolver.Resolve(
            request.Source, request.MlemVersion, request.MlemRevision, request.Args.MlemWheel, configuration, request.WorkingFolder);
        DockerContextRequest asked = request;
        ConstraintSet user = await ContextConstraints.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        ModelInspection? inspection = request.Inspector is { } inspector
            ? await inspector.InspectAsync(request, server, cancellationToken).ConfigureAwait(false) : null;
        (request, PythonChoice python) = await ContextPython.DecideAsync(request, server, user, inspection, cancellationToken).ConfigureAwait(false);
        var constraints = ContextConstraints.Combine(request, server, user, python);
        constraints.Check(request, server, source);
        var metrics = MetricModules.For(server, request.WorkingFolder, request.Model.Requirements, SourceFile.Folders(request.SourceFolders()));
        IReadOnlyList<MlemRequirement> requirements = Merge(request, server, constraints, metrics);
        if (request is { AsMlem: false, NoDefaultConstraint: false })
            NumpyCheck.Ensure(requirements);
        string? constraintsText = constraints.Text(requirements);
        string dockerfile = DockerfileGenerator.Generate(
            request, server, source, requirements, constraintsText, cancellationToken);

        (ServingObstacle? obstacle, IReadOnlyList<string> failing) = request.AsMlem ? (null, []) : ServingCheck.Run(request.Model, server);

        var entries = new ContextEntries();
        AddWheel(entries, source, request, configuration);
        entries.Add("server.yaml", server.ToYaml());
        string model = Messages.FormatModelAsSubject(request.Model.Path);
        foreach (ContextEntry file in ModelFiles.Entries(request).Where(f => !request.Weights.ContainsKey(f.Path)))
            entries.Add(entries.Contains(file.Path) ? throw Collision(model, file.Path) : file);
        entries.Add("Dockerfile", dockerfile);
        // A file of the model or the server must neither replace one of these nor be lost under it.
        HashSet<string> own = [.. entries.ToList().Select(e => e.Path), "requirements.txt", ContextConstraints.FileName, "run.sh"];
        foreach ((string path, byte[] content) in RequirementsFile.Sources(requirements))
        {
            if (own.Contains(path))
                throw Collision(model, path);
            // It would keep files out of every build of the folder; in the optimised layout it is a file like others.
            if (!request.IsOptimized && path is (".dockerignore" or "Dockerfile.dockerignore"))
                throw Ignores(model, path);
            entries.Add(new GeneratedEntry(ContextPath.Check(path, Messages.FormatARequirementOfModelPath(request.Model.Path)), content));
        }

        foreach (ContextEntry file in ServerSources(request, server, metrics))
            entries.Add(own.Contains(file.Path) ? throw Collision(Messages.FormatServerAsSubject(server.Type), file.Path) : file);
        entries.Add("requirements.txt", RequirementsFile.Write(requirements));
        if (constraintsText is not null)
            entries.Add(ContextConstraints.FileName, constraintsText);
        entries.Add("run.sh", StartCommand.Script(request, server));

        return new DockerContext(
            request.Model,
            server,
            request.Args,
            entries.ToList(),
            request.Args.EffectiveBaseImage,
            DockerfileGenerator.BuildArguments(request).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal),
            [
                .. python.Warnings,
                .. ChangedArtifacts(request),
                .. inspection?.Warnings ?? [],
                .. failing,
                .. UnknownDataTypes.Warnings(request.Model, server),
                .. TorchBuild.Warnings(request, requirements, constraints.User),
                .. Unpinned(request.Model, requirements, constraints),
                .. NumpyCheck.Warnings(requirements, constraints, server, python.Minor),
                .. RunCommand.Warnings(request.Args.RunCommand),
                .. UserOfTemplate(request, dockerfile),
                .. GroundWarnings(asked.Args, request.Args),
                .. TemplateCheck.Warnings(request.Args, dockerfile, constraintsText),
            ])
        {
            IsGenerated = true,
            // As it was asked for: whoever describes it again chooses again.
            Request = asked,
            Unservable = obstacle?.ToException(request.Model),
            PythonVersion = python.Version,
            Decisions = [python.Reason, .. constraints.Dated is { } dated ? [dated.Sentence] : Array.Empty<string>()],
            WheelName = source.WheelName,
        };
    }

    private static IReadOnlyList<MlemRequirement> Merge(
        DockerContextRequest request, Server server, ContextConstraints constraints, MetricModules metrics)
    {
        IReadOnlyList<MlemRequirement> merged = new RequirementMerge()
            .Add(request.Model.Requirements, Messages.FormatModelAsOrigin(request.Model.Path))
            .Add(constraints.WithVersions([.. ServerRequirements.Packages(server), .. metrics.Packages]), Messages.FormatConstraintForServer(server.Type))
            .Requirements;
        return TorchBuild.Choose(request, merged, constraints.User);
    }

    private static void AddWheel(ContextEntries entries, MlemSource source, DockerContextRequest request, MlemConfiguration configuration)
    {
        if (source is not { Kind: MlemSourceKind.Whl, Value: { } wheel })
            return;
        // The wheel names its own requirements; MLEM writes this file empty too when it is no source checkout.
        if (!request.IsOptimized)
            entries.Add("mlem_requirements.txt", string.Empty);
        string? named = string.IsNullOrEmpty(request.Args.MlemWheel) && configuration.WheelIsInFile ? null : Path.GetDirectoryName(wheel);
        entries.Add(new FileEntry(source.WheelName!, SourceFile.Find(wheel, request.SourceFolders(named))));
    }

    private static IEnumerable<ContextEntry> ServerSources(DockerContextRequest request, Server server, MetricModules metrics)
    {
        foreach (string name in ServerRequirements.SourceFiles(server).Concat(metrics.Files))
        {
            string file = Path.GetFullPath(name, request.WorkingFolder);
            string path = Path.GetRelativePath(request.WorkingFolder, file).Replace('\\', '/');
            ContextPath.Check(path, Messages.FormatServerAsOrigin(server.Type));
            if (!File.Exists(file))
            {
                throw new MlemException(
                    "ServerSourceNotFound", MlemErrorCategory.ObjectNotFound, Messages.FormatServerSourceNotFound(file, server.Type),
                    name, Messages.ServerSourceNotFoundRemedy);
            }

            yield return new FileEntry(path, SourceFile.Find(file, request.SourceFolders()));
        }
    }

    // What was given is taken as it is.
    private static IEnumerable<string> GroundWarnings(DockerBuildArgs given, DockerBuildArgs args) =>
        (given.PythonVersion ?? given.BaseImage) is not null && BaseGround.OfName(args.EffectiveBaseImage).Warning is { } warning ? [warning] : [];

    // Only asked for -AllowChangedArtifact gets so far with one.
    private static IEnumerable<string> ChangedArtifacts(DockerContextRequest request) => request.Model.Artifacts
        .Select(a => (Artifact: a, File: ArtifactFile.Find(request.Model, a, a.Name, changed: true)))
        .Where(a => a.File.Length != a.Artifact.Size)
        .Select(a => Messages.FormatArtifactTakenThoughChanged(a.Artifact.Name, a.File.Length, a.Artifact.Size, a.File.Path));

    // Of the requirements as they are written: a version that stands elsewhere for the same package counts.
    private static IEnumerable<string> Unpinned(
        MlemModel model, IReadOnlyList<MlemRequirement> requirements, ContextConstraints constraints)
    {
        HashSet<string> own = [.. model.Requirements.OfType<InstallableRequirement>().Select(r => PackageName.Normalize(r.Package))];
        return requirements.OfType<InstallableRequirement>()
            .Where(r => r is { Version: null, IsFromRepository: false } && own.Contains(PackageName.Normalize(r.Package))
                && constraints.Combined.ExactVersion(r.Package, constraints.Python) is null)
            .Select(r => Messages.FormatRequirementOfHasNoVersionWhat(r.Package, model.Name));
    }

    // A whole Dockerfile of the user's own says itself who runs.
    private static IEnumerable<string> UserOfTemplate(DockerContextRequest request, string dockerfile) =>
        request.User is { } user && !dockerfile.Split('\n').Contains("USER " + user) ? [Messages.FormatTemplateSetsNoUser(user)] : [];

    private static MlemException Ignores(string who, string path) => new(
        "ContextPathConflict",
        MlemErrorCategory.InvalidData,
        Messages.FormatBringsFileThatKeepsOthersOut(who, path),
        path,
        Messages.RenameThatFileModelIsThen);

    private static MlemException Collision(string who, string path) => new(
        "ContextPathConflict",
        MlemErrorCategory.InvalidData,
        Messages.FormatBringsFileAndDockerFolderHas(who, path),
        path,
        Messages.RenameThatFileModelIsThen);
}
