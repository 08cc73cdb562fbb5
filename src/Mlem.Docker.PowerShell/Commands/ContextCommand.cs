using System.Management.Automation;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>A cmdlet that makes the Docker context of a model, or declares it: the server and the build arguments.</summary>
public abstract class ContextCommand : AsyncCmdlet
{
    /// <summary>The server: a type name, a hashtable with MLEM's keys, the path of a server YAML file, or a Server.</summary>
    [Parameter]
    [ServerTransformation]
    public Server? Server { get; set; }

    /// <summary>All build arguments at once: a DockerBuildArgs, or a hashtable with MLEM's snake_case keys.</summary>
    [Parameter]
    [BuildArgsTransformation]
    public DockerBuildArgs? BuildArgs { get; set; }

    /// <summary>The Python version of the image.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PythonVersion { get; set; }

    /// <summary>The base image, or a script block that makes it from the Python version ($args[0]).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object? BaseImage { get; set; }

    /// <summary>The command of the container; $null for an image without one.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public object? RunCommand { get; set; }

    /// <summary>The command that installs packages of the operating system.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PackageInstallCommand { get; set; }

    /// <summary>What follows the packages in that command.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? PackageCleanCommand { get; set; }

    /// <summary>A MLEM wheel to copy into the image and install.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MlemWheel { get; set; }

    /// <summary>The platform to build for: linux/amd64.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Platform { get; set; }

    /// <summary>Folders with templates for the Dockerfile; the first that has a template wins.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[]? TemplatesDir { get; set; }

    /// <summary>ARG variables: NAME (the value is taken from the environment) or NAME=value.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[]? BuildArg { get; set; }

    /// <summary>ENV variables: NAME (the value is taken from the environment) or NAME=value.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[]? SetEnv { get; set; }

    /// <summary>A script block that is called with the Python version before an image is built.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? PrebuildHook { get; set; }

    /// <summary>Where MLEM comes from: pip, whl or git.</summary>
    [Parameter]
    public MlemSourceKind? MlemSource { get; set; }

    /// <summary>The MLEM release to install.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MlemVersion { get; set; }

    /// <summary>The Git revision of MLEM to install.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MlemRevision { get; set; }

    /// <summary>pip constraints: lines, or paths of files with lines.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] Constraint { get; set; } = [];

    /// <summary>Leaves out the shipped bounds and the check that a working set of packages is known.</summary>
    [Parameter]
    public SwitchParameter NoDefaultConstraint { get; set; }

    /// <summary>Leaves out of the Dockerfile what the image does not need: upgrades, git, and apt where nothing is left to install.</summary>
    [Parameter]
    public SwitchParameter Optimize { get; set; }

    /// <summary>The folder that relative paths of the arguments are relative to: PowerShell's own location.</summary>
    private protected string WorkingFolder => Call(() => SessionState.Path.CurrentFileSystemLocation.ProviderPath);

    /// <summary>The request for a model's context, with what was given one by one put over -BuildArgs.</summary>
    private protected DockerContextRequest Request(MlemModel model, Server? server = null, DockerBuildArgs? args = null) => new(model)
    {
        Server = Server ?? server,
        Args = Arguments(args),
        Source = MlemSource,
        MlemVersion = MlemVersion,
        MlemRevision = MlemRevision,
        Constraints = Constraint,
        NoDefaultConstraint = NoDefaultConstraint,
        Optimize = Optimize,
        WorkingFolder = WorkingFolder,
    };

    /// <summary>The build arguments, with what was given one by one put over -BuildArgs.</summary>
    private protected DockerBuildArgs Arguments(DockerBuildArgs? standard = null)
    {
        DockerBuildArgs args = BuildArgs ?? standard ?? new DockerBuildArgs();
        args = args with
        {
            PythonVersion = PythonVersion ?? args.PythonVersion,
            RunCommand = Given(nameof(RunCommand)) ? RunCommandText.Of(RunCommand) : args.RunCommand,
            PackageInstallCommand = PackageInstallCommand ?? args.PackageInstallCommand,
            PackageCleanCommand = Given(nameof(PackageCleanCommand)) ? PackageCleanCommand ?? string.Empty : args.PackageCleanCommand,
            MlemWheel = MlemWheel is null ? args.MlemWheel : ResolvePath(MlemWheel),
            Platform = Platform ?? args.Platform,
            TemplatesDir = TemplatesDir is null ? args.TemplatesDir : [.. TemplatesDir.Select(ResolvePath)],
            BuildArg = BuildArg ?? args.BuildArg,
            SetEnv = SetEnv ?? args.SetEnv,
            PrebuildHook = PrebuildHook is null ? args.PrebuildHook : ScriptHook.Of(PrebuildHook),
        };
        return args with
        {
            BaseImage = BaseImage is null ? args.BaseImage : Call(() => ScriptHook.BaseImage(BaseImage, args.EffectivePythonVersion)),
            PrebuildHook = args.PrebuildHook is null ? null : OnPipelineThread(args.PrebuildHook),
        };
    }

    // A script block can only run where its runspace is.
    private Func<string, CancellationToken, Task> OnPipelineThread(Func<string, CancellationToken, Task> hook) =>
        (version, token) => Call(() => hook(version, token));

    /// <summary>True when a parameter was given.</summary>
    private protected bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
