using System.Text.RegularExpressions;
using Mlem.Docker.Requirements;
using Mlem.Docker.Serving;

namespace Mlem.Docker.Context;

/// <summary>Makes the Dockerfile from the templates: the user's, and those that ship with the module.</summary>
internal static partial class DockerfileGenerator
{
    // What a fresh MLEM process loads, whatever the model and the server (D10).
    public const string Extensions =
        "mlem.contrib.callable,mlem.contrib.github,mlem.contrib.gitlabfs,mlem.contrib.bitbucketfs,"
        + "mlem.contrib.pip,mlem.contrib.requirements,mlem.contrib.venv";

    /// <summary>Renders the Dockerfile.</summary>
    /// <param name="request">The build arguments and the environment.</param>
    /// <param name="server">The server, for its environment variables.</param>
    /// <param name="source">Where MLEM comes from.</param>
    /// <param name="requirements">The requirements, for packages of the operating system.</param>
    /// <param name="constraintsText">The text of the constraints file, or null when there is none.</param>
    /// <param name="cancellationToken">Ends a template that does not end by itself.</param>
    public static string Generate(
        DockerContextRequest request,
        Server server,
        MlemSource source,
        IReadOnlyList<MlemRequirement> requirements,
        string? constraintsText,
        CancellationToken cancellationToken)
    {
        bool git = source.Kind == MlemSourceKind.Git || NeedsGit(requirements, constraintsText);
        string dockerfile = Render(request, server, source, requirements, constraintsText, git, cancellationToken);
        // MLEM's image has git, so a template may use it.
        return request.IsOptimized && !git && UsesGit().IsMatch(dockerfile)
            ? Render(request, server, source, requirements, constraintsText, git: true, cancellationToken)
            : dockerfile;
    }

    private static string Render(
        DockerContextRequest request,
        Server server,
        MlemSource source,
        IReadOnlyList<MlemRequirement> requirements,
        string? constraintsText,
        bool git,
        CancellationToken cancellationToken)
    {
        DockerBuildArgs args = request.Args;
        string? constraints = constraintsText is null ? null : ContextConstraints.FileName;
        string pip = constraints is null ? "pip install" : $"pip install -c {constraints}";
        (string install, string clean) = request.IsOptimized
            ? OptimizedDockerfile.PackageCommands(request)
            : (args.PackageInstallCommand, args.PackageCleanCommand);
        string pipMount = OptimizedDockerfile.PipMount(request);
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["python_version"] = args.EffectivePythonVersion,
            ["base_image"] = args.EffectiveBaseImage,
            ["run_cmd"] = args.RunCommand,
            ["mlem_install"] = request.IsOptimized
                ? source.OptimizedInstallLines(
                    pipMount + pip + OptimizedDockerfile.PipOptions(request), OptimizedDockerfile.WheelCopy(request, source))
                : source.InstallLines(args, pip),
            ["package_install_cmd"] = install,
            ["package_clean_cmd"] = clean,
            ["env"] = Environment(request, server).ToDictionary(v => v.Key, v => (object?)v.Value),
            ["arg"] = BuildArguments(request).ToDictionary(v => v.Key, v => (object?)v.Value),
            ["packages"] = Packages(requirements, request.IsOptimized && git).ToArray<object?>(),
            ["constraints"] = constraints,
        };
        // A template sees MLEM's variables and no others, unless it was asked for what needs them.
        if (request.Weights.Count > 0)
            variables["weights"] = request.Weights.Values.Distinct().ToArray<object?>();
        if (request.IsOptimized)
            OptimizedDockerfile.AddVariables(variables, request, server, constraints);
        string dockerfile = StartCommand.WithoutShell(
            DockerfileTemplates.Render(request, variables, cancellationToken), request, server);
        return request.Weights.Values.All(w => dockerfile.Contains(w, StringComparison.Ordinal)) ? dockerfile : throw WeightsLeftOut();
    }

    private static MlemException WeightsLeftOut() => new(
        "WeightsNotInTemplate",
        MlemErrorCategory.InvalidData,
        Messages.WeightsNotInTemplate,
        "dockerfile.j2",
        Messages.WeightsNotInTemplateRemedy);

    // MLEM's Dockerfile always installs git on a line of its own; an optimised one treats it as a package like others.
    private static IEnumerable<string> Packages(IReadOnlyList<MlemRequirement> requirements, bool withGit)
    {
        UnixPackageRequirement[] unix = [.. requirements.OfType<UnixPackageRequirement>()];
        RequirementCheck.Run(unix);
        IEnumerable<string> packages = unix.Select(p => p.PackageName);
        return withGit ? packages.Prepend("git").Distinct() : packages;
    }

    // A constraint too may say that a package comes from a repository, and so may the name of a package: 'x @ git+https://…'.
    private static bool NeedsGit(IReadOnlyList<MlemRequirement> requirements, string? constraintsText) =>
        requirements.OfType<InstallableRequirement>().Any(r => r.IsFromRepository || FromGit().IsMatch(r.ToString()))
        || (constraintsText ?? string.Empty).Split('\n').Any(l => !l.StartsWith('#') && FromGit().IsMatch(l));

    /// <summary>The values of the ARG variables.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> BuildArguments(DockerContextRequest request) =>
        EnvironmentVariables.Read(request.Args.BuildArg, "build_arg", request.Variables.GetValueOrDefault);

    // In MLEM's order; the values are raw, as MLEM's templates see them.
    private static List<KeyValuePair<string, string>> Environment(DockerContextRequest request, Server server)
    {
        var variables = new List<KeyValuePair<string, string>> { new("MLEM_DEBUG", "true") };
        foreach ((string name, string value) in ServerRequirements.Environment(server))
            EnvironmentVariables.Set(variables, name, value);
        EnvironmentVariables.Set(variables, "MLEM_EXTENSIONS", Extensions);
        IReadOnlyList<KeyValuePair<string, string>> given =
            EnvironmentVariables.Read(request.Args.SetEnv, "set_env", request.Variables.GetValueOrDefault);
        foreach ((string name, string value) in Additions(request).ExceptBy(given.Select(v => v.Key), v => v.Key))
            EnvironmentVariables.Set(variables, name, value);
        foreach ((string name, string value) in given)
            EnvironmentVariables.Set(variables, name, value);

        foreach ((string name, string value) in variables) EnvironmentVariables.CheckValue(name, value);
        return variables;
    }

    // MLEM sends telemetry at the server's end, and its server refuses to start beside a WEB_CONCURRENCY other than 1 (D26). The
    // others are what people expect of a Python image; what pip compiled is there all the same.
    private static IEnumerable<KeyValuePair<string, string>> Additions(DockerContextRequest request) => request.AsMlem ? [] :
    [
        new("MLEM_NO_ANALYTICS", "true"),
        new("WEB_CONCURRENCY", "1"),
        .. request.IsOptimized ? [new("PYTHONUNBUFFERED", "1"), new("PYTHONDONTWRITEBYTECODE", "1")] : Array.Empty<KeyValuePair<string, string>>(),
    ];

    [GeneratedRegex(@"(?<![\w-])git\+", RegexOptions.CultureInvariant)]
    private static partial Regex FromGit();

    // Outside comments and values: a URL for pip, or a command.
    [GeneratedRegex(
        @"^(?!\s*(?:\#|(?:ENV|ARG|LABEL)\b)).*(?<![\w-])git(?:\+|\s+(?:-\S+\s+\S+\s+)?(?:clone|fetch|pull|checkout|init|archive|ls-remote|submodule|config)\b)",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex UsesGit();
}
