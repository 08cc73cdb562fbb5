using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>A cmdlet that takes a server and build arguments, as MLEM's builders and deployments have them.</summary>
public abstract class BuildArgsCommand : AsyncCmdlet
{
    // A number, and what may follow it in a tag of the image python.
    internal const string PythonVersionPattern = @"\A[0-9]+(?:\.[0-9]+)*[A-Za-z0-9_.-]*\z";

    /// <summary>
    /// The server (MLEM: <c>server</c>): a type name such as <c>fastapi</c>, a hashtable with MLEM's keys such as
    /// <c>@{ type = 'fastapi'; port = 8081 }</c>, the path of a server's YAML file, or a Server. Without it, the one
    /// that the project's configuration names, else fastapi.
    /// </summary>
    [Parameter]
    [ServerTransformation]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public virtual ServerInput? Server { get; set; }

    /// <summary>
    /// All build arguments at once: what New-MlemDockerBuildArgs gives, or a hashtable with MLEM's keys such as <c>@{
    /// python_version = '3.11.9' }</c>. What is given one by one goes over it.
    /// </summary>
    [Parameter]
    [BuildArgsTransformation]
    public virtual DockerBuildArgsInput? BuildArgs { get; set; }

    /// <summary>
    /// The Python version of the image (MLEM: <c>python_version</c>): <c>3.11.9</c>, or <c>3.11</c> for the newest of it.
    /// Without it, the one that fits the model.
    /// </summary>
    [Parameter]
    [ValidatePattern(PythonVersionPattern)]
    public string? PythonVersion { get; set; }

    /// <summary>
    /// The base image, used as it is (MLEM: <c>base_image</c>), or a script block that makes it from the Python
    /// version (<c>$args[0]</c>). Without it, <c>python:VERSION-slim</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public object? BaseImage { get; set; }

    /// <summary>
    /// The command of the container (MLEM: <c>run_cmd</c>); <c>$null</c> for an image without one. Without the
    /// parameter, <c>sh run.sh</c>, which starts the server.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public object? RunCommand { get; set; }

    /// <summary>
    /// The command that installs packages of the operating system; their names follow it (MLEM:
    /// <c>package_install_cmd</c>). Without it, apt-get's update, upgrade and install.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PackageInstallCommand { get; set; }

    /// <summary>
    /// What follows the packages in that command (MLEM: <c>package_clean_cmd</c>). Without it, what empties apt-get's
    /// caches.
    /// </summary>
    [Parameter]
    [AllowEmptyString]
    public string? PackageCleanCommand { get; set; }

    /// <summary>
    /// A MLEM wheel to copy into the image and install, in place of the release on PyPI (MLEM: <c>mlem_whl</c>).
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MlemWheel { get; set; }

    /// <summary>The platform to build for (MLEM: <c>platform</c>): <c>linux/amd64</c>. Without it, the Engine's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    public string? Platform { get; set; }

    /// <summary>
    /// Folders with Jinja2 templates for the Dockerfile (MLEM: <c>templates_dir</c>): dockerfile.j2, install_req.j2,
    /// copy.j2, or hooks; the first folder that has a template wins.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public string[]? TemplatesDir { get; set; }

    /// <summary>
    /// ARG variables of the Dockerfile (MLEM: <c>build_arg</c>): <c>NAME</c>, with the value of this process's
    /// environment, or <c>NAME=value</c>. Values go to the Engine only, not into the Dockerfile.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BuildArgCompleter))]
    public string[]? BuildArg { get; set; }

    /// <summary>
    /// ENV variables of the image (MLEM: <c>set_env</c>): <c>NAME</c>, with the value of this process's environment,
    /// or <c>NAME=value</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SetEnvCompleter))]
    public string[]? SetEnv { get; set; }

    /// <summary>What is called before an image is built; null for a cmdlet that only declares.</summary>
    private protected virtual ScriptBlock? Hook => null;

    /// <summary>A path among the arguments, as it is kept.</summary>
    private protected virtual string PathOf(string path) => ResolvePath(path);

    /// <summary>The build arguments, with what was given one by one put over -BuildArgs.</summary>
    private protected DockerBuildArgs Arguments(DockerBuildArgs? standard = null)
    {
        DockerBuildArgs args = BuildArgs?.Value ?? standard ?? new DockerBuildArgs();
        args = args with
        {
            PythonVersion = PythonVersion ?? args.PythonVersion,
            RunCommand = Given(nameof(RunCommand)) ? RunCommandText.From(RunCommand) : args.RunCommand,
            PackageInstallCommand = PackageInstallCommand ?? args.PackageInstallCommand,
            PackageCleanCommand = Given(nameof(PackageCleanCommand)) ? PackageCleanCommand ?? string.Empty : args.PackageCleanCommand,
            MlemWheel = MlemWheel is null ? args.MlemWheel : PathOf(MlemWheel),
            Platform = Platform ?? args.Platform,
            TemplatesDir = TemplatesDir is null ? args.TemplatesDir : [.. TemplatesDir.Select(PathOf)],
            BuildArg = BuildArg ?? args.BuildArg,
            SetEnv = SetEnv ?? args.SetEnv,
            PrebuildHook = Hook is null ? args.PrebuildHook : ScriptHook.From(Hook),
        };
        args = Call(() => ScriptHook.WithBaseImage(args, BaseImage));
        return args with
        {
            BaseImageHook = args.BaseImageHook is { } image ? (version, token) => Call(() => image(version, token)) : null,
            PrebuildHook = args.PrebuildHook is null ? null : OnPipelineThread(args.PrebuildHook),
        };
    }

    // A script block can only run where its runspace is.
    private Func<string, CancellationToken, Task> OnPipelineThread(Func<string, CancellationToken, Task> hook) =>
        (version, token) => Call(() => hook(version, token));

    /// <summary>The same for a file, which has no place for a script block.</summary>
    private protected static DockerBuildArgs Declarable(DockerBuildArgs args)
    {
        if (args.BaseImageHook is not { } hook)
            return args;
        // It is called now: with the usual Python where none is given, since no model is known.
        string version = PythonChooser.Choose(new PythonQuestion([]) { Given = args.PythonVersion }).Version!;
        return args with
        {
            PythonVersion = version,
            BaseImage = hook(version, CancellationToken.None).GetAwaiter().GetResult(),
            BaseImageHook = null,
        };
    }

    /// <summary>True when a parameter was given.</summary>
    private protected bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
