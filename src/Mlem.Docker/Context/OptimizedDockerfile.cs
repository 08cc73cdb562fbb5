using System.Globalization;

namespace Mlem.Docker.Context;

/// <summary>What an optimised Dockerfile has that MLEM's has not.</summary>
internal static class OptimizedDockerfile
{
    // A number, so that Kubernetes can see that it is not root, in the group that OpenShift gives to whichever user it takes.
    private const string DefaultUser = "10001:0";

    private const string AptMounts =
        "--mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt/lists,sharing=locked ";

    /// <summary>Before a pip command: its downloads stay with BuildKit from build to build, and out of the image.</summary>
    public static string PipMount(DockerContextRequest request) =>
        request.CacheMounts ? "--mount=type=cache,target=/root/.cache/pip " : string.Empty;

    /// <summary>The options of pip where nothing keeps its downloads.</summary>
    public static string PipOptions(DockerContextRequest request) => request.CacheMounts ? string.Empty : " --no-cache-dir";

    /// <summary>The commands before and after the packages of the operating system; the user's own stay as they are.</summary>
    public static (string Install, string Clean) PackageCommands(DockerContextRequest request)
    {
        (string install, string clean) = (request.Args.PackageInstallCommand, request.Args.PackageCleanCommand);
        if (install != DockerBuildArgs.DefaultPackageInstallCommand)
            return (install, clean);
        install = "apt-get update && apt-get install --no-install-recommends -y";
        // Debian's images delete every package after its installation, the cache's too.
        return request.CacheMounts && clean == DockerBuildArgs.DefaultPackageCleanCommand
            ? (AptMounts + "rm -f /etc/apt/apt.conf.d/docker-clean && " + install, string.Empty)
            : (install, clean);
    }

    /// <summary>The instruction that copies MLEM's wheel.</summary>
    public static string WheelCopy(DockerContextRequest request, MlemSource source) =>
        $"COPY {Link(request)}{ContextLayout.Copied(request, ContextLayout.Wheel, source.WheelName + " .")}";

    /// <summary>Adds what only the template of an optimised Dockerfile sees.</summary>
    public static void AddVariables(Dictionary<string, object?> variables, DockerContextRequest request, Server server, string? constraints)
    {
        variables["pip_mount"] = PipMount(request);
        variables["cache_mounts"] = request.CacheMounts;
        variables["link"] = Link(request);
        variables["install_files"] = ContextLayout.Copied(
            request, ContextLayout.Install, constraints is null ? "requirements.txt ." : $"requirements.txt {constraints} ./");
        variables["files"] = ContextLayout.Copied(request, ContextLayout.Files, ". ./");
        variables["healthcheck"] = HealthCheck(request, server);
        variables["as_root"] = request.Base.NamesUser;
        variables["user"] = request.User ?? (request.Base.NamesUser ? request.Base.User : DefaultUser);
        variables["user_given"] = request.User is not null;
        // The home of a user whom the base image names may hold what it needs.
        variables["own_home"] = (request.User is not null || !request.Base.NamesUser)
            && !request.Args.SetEnv.Any(variable => variable.StartsWith("HOME=", StringComparison.Ordinal));
        variables["drop_entrypoint"] = request.Base.IsProgram && RunCommand.IsDefault(request.Args.RunCommand);
    }

    private static string Link(DockerContextRequest request) => request.LinkedCopies ? "--link " : string.Empty;

    // Every 10 seconds, so that a swarm or Compose, which wait for the first one, do not wait long; where the Engine knows it,
    // every second until then. Nobody else's check may judge a server that it does not know.
    private static string? HealthCheck(DockerContextRequest request, Server server) => HealthCommand(server) is { } command
        ? $"--interval=10s --timeout=5s --start-period=120s {(request.HasStartInterval ? "--start-interval=1s " : string.Empty)}CMD {command}"
        : request.Base.HasHealthcheck ? "NONE" : null;

    /// <summary>
    /// A command that asks whether the server answers, with what the image has; null for a server that listens on no
    /// port. Any answer but a failure will do, since not every server has a page that is known: _sagemaker has no
    /// /interface.json.
    /// </summary>
    public static string? HealthCommand(Server server) => server.InterfacePort is not { } port ? null
        // Heroku's server listens where the variable PORT says.
        : server.Type == "_heroku" ? HealthCommand(string.Create(CultureInfo.InvariantCulture, $"int(__import__('os').environ.get('PORT',{port}))"))
        : HealthCommand(port);

    /// <summary>The same for a port.</summary>
    public static string HealthCommand(int port) => HealthCommand(port.ToString(CultureInfo.InvariantCulture));

    private static string HealthCommand(string port) => string.Create(
        CultureInfo.InvariantCulture,
        $"python3 -c \"import http.client as h; c = h.HTTPConnection('127.0.0.1', {port}, timeout=4); c.request('GET', '/'); exit(c.getresponse().status >= 500)\"");
}
