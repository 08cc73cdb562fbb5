using System.Management.Automation;
using Mlem.Docker.Inspecting;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>A cmdlet that makes the Docker context of a model, or declares it: the server and the build arguments.</summary>
public abstract class ContextCommand : AsyncCmdlet
{
    // A number, and what may follow it in a tag of the image python.
    internal const string PythonVersionPattern = @"\A[0-9]+(?:\.[0-9]+)*[A-Za-z0-9_.-]*\z";

    private ModelInspector? _inspector;

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

    /// <summary>
    /// A script block that is called with the Python version (<c>$args[0]</c>) before an image is built (MLEM:
    /// <c>prebuild_hook</c>). Never saved.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? PrebuildHook { get; set; }

    /// <summary>
    /// Where MLEM comes from: <c>pip</c> (a release), <c>whl</c> (a wheel) or <c>git</c> (its repository). Without
    /// it, as the project's configuration says (<c>docker.source</c>), else pip.
    /// </summary>
    [Parameter]
    public MlemSourceKind? MlemSource { get; set; }

    /// <summary>The MLEM release to install (<c>docker.pip_version</c>). Without it, 0.4.14.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MlemVersion { get; set; }

    /// <summary>The Git revision of MLEM to install (<c>docker.git_rev</c>), with the source git.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MlemRevision { get; set; }

    /// <summary>
    /// pip constraints: lines such as <c>fastapi==0.92.0</c>, or paths of files with such lines. They go over the
    /// shipped bounds; of the same package, yours wins.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public string[] Constraint { get; set; } = [];

    /// <summary>
    /// Leaves out the shipped bounds and the check that a working set of packages is known: the folder is then MLEM's
    /// own.
    /// </summary>
    [Parameter]
    public SwitchParameter NoDefaultConstraint { get; set; }

    /// <summary>
    /// MLEM's own Docker folder, byte for byte, where this module would do better: Python 3.9.13 where none is given, no
    /// bounds, no check whether the image can work, and nothing of an optimized image.
    /// </summary>
    [Parameter]
    public SwitchParameter AsMlem { get; set; }

    /// <summary>
    /// A Dockerfile other than MLEM's: without what the image does not need (upgrades, git, and apt where nothing is left to
    /// install), with a health check and a user other than root, and with caches for pip and apt where BuildKit builds it. Images
    /// are built so; -Optimize:$false builds them in MLEM's layout. An exported folder has MLEM's layout without this switch.
    /// </summary>
    [Parameter]
    public SwitchParameter Optimize { get; set; }

    /// <summary>
    /// The user whom an optimized image names, whom its containers run as: a name that the base image knows, or a number.
    /// Without it, the user of the base image if that is not root, else 10001:0.
    /// </summary>
    [Parameter]
    [ValidatePattern(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*(?::[A-Za-z0-9_][A-Za-z0-9_.-]*)?\z")]
    public string? ImageUser { get; set; }

    /// <summary>
    /// Takes artifacts whose size is not the one that MLEM recorded, with a warning, as MLEM does: for example a text whose
    /// line endings git has changed.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowChangedArtifact { get; set; }

    /// <summary>
    /// Installs the CPU builds of torch, from PyTorch's own index: gigabytes less than those on PyPI, which bring CUDA.
    /// </summary>
    [Parameter]
    public SwitchParameter CpuOnly { get; set; }

    /// <summary>Holds every artifact against the hash that MLEM recorded, on the pass that copies or sends it.</summary>
    [Parameter]
    public SwitchParameter VerifyArtifacts { get; set; }

    /// <summary>
    /// Makes an error of every check of the model that fails (Test-MlemModel shows them): of its pickles, what they import, versions,
    /// wheels and its own Python files. Without it, they are warnings.
    /// </summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>The folder that relative paths of the arguments are relative to: PowerShell's own location.</summary>
    private protected string WorkingFolder => Call(() => SessionState.Path.CurrentFileSystemLocation.ProviderPath);

    /// <summary>Whether an image comes of it, which is then optimized where nothing else is said (D31).</summary>
    private protected virtual bool ForImage => true;

    /// <summary>The request for a model's context, with what was given one by one put over -BuildArgs.</summary>
    private protected DockerContextRequest Request(MlemModel model, Server? server = null, DockerBuildArgs? args = null) => new(model)
    {
        Server = Server?.Value ?? server,
        Args = Arguments(args),
        Source = MlemSource,
        MlemVersion = MlemVersion,
        MlemRevision = MlemRevision,
        Constraints = Constraint,
        NoDefaultConstraint = NoDefaultConstraint,
        AsMlem = AsMlem,
        Optimize = Given(nameof(Optimize)) ? Optimize.ToBool() : null,
        ForImage = ForImage,
        User = ImageUser,
        VerifyArtifacts = VerifyArtifacts,
        AllowChangedArtifact = AllowChangedArtifact,
        CpuOnly = CpuOnly,
        Inspector = _inspector ??= new ModelInspector(Strict),
        WorkingFolder = WorkingFolder,
    };

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
            MlemWheel = MlemWheel is null ? args.MlemWheel : ResolvePath(MlemWheel),
            Platform = Platform ?? args.Platform,
            TemplatesDir = TemplatesDir is null ? args.TemplatesDir : [.. TemplatesDir.Select(ResolvePath)],
            BuildArg = BuildArg ?? args.BuildArg,
            SetEnv = SetEnv ?? args.SetEnv,
            PrebuildHook = PrebuildHook is null ? args.PrebuildHook : ScriptHook.From(PrebuildHook),
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

    /// <summary>Tells what was decided for a context, and what deserves attention.</summary>
    private protected void Tell(DockerContext context) => ContextPlan.Tell(context, WriteVerbose, WriteWarning);

    /// <summary>True when a parameter was given.</summary>
    private protected bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
