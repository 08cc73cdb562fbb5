using System.Management.Automation;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Puts build arguments together: <c>New-MlemDockerBuildArgs</c>.</summary>
[Cmdlet(VerbsCommon.New, "MlemDockerBuildArgs")]
[OutputType(typeof(DockerBuildArgs))]
public sealed class NewMlemDockerBuildArgsCommand : PSCmdlet
{
    /// <summary>The Python version of the image.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PythonVersion { get; set; }

    /// <summary>The base image, or a script block that makes it from the Python version ($args[0]).</summary>
    [Parameter]
    [ValidateNotNull]
    public object? BaseImage { get; set; }

    /// <summary>The command of the container; $null for an image without one.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public object? RunCommand { get; set; } = new DockerBuildArgs().RunCommand;

    /// <summary>The command that installs packages of the operating system.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string PackageInstallCommand { get; set; } = DockerBuildArgs.DefaultPackageInstallCommand;

    /// <summary>What follows the packages in that command.</summary>
    [Parameter]
    [AllowEmptyString]
    public string PackageCleanCommand { get; set; } = DockerBuildArgs.DefaultPackageCleanCommand;

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
    public string[] TemplatesDir { get; set; } = [];

    /// <summary>ARG variables: NAME (the value is taken from the environment) or NAME=value.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] BuildArg { get; set; } = [];

    /// <summary>ENV variables: NAME (the value is taken from the environment) or NAME=value.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] SetEnv { get; set; } = [];

    /// <summary>pip constraints: lines, or paths of files with lines.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] Constraint { get; set; } = [];

    /// <summary>A script block that is called with the Python version before an image is built.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? PrebuildHook { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(new DockerBuildArgs
    {
        PythonVersion = PythonVersion,
        BaseImage = BaseImage is null ? null : ScriptHook.BaseImage(BaseImage, PythonVersion ?? DockerBuildArgs.DefaultPythonVersion),
        RunCommand = RunCommandText.Of(RunCommand),
        PackageInstallCommand = PackageInstallCommand,
        PackageCleanCommand = PackageCleanCommand,
        MlemWheel = MlemWheel,
        Platform = Platform,
        TemplatesDir = TemplatesDir,
        BuildArg = BuildArg,
        SetEnv = SetEnv,
        Constraints = Constraint,
        PrebuildHook = PrebuildHook is null ? null : ScriptHook.Of(PrebuildHook),
    });
}
