using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Puts build arguments together: <c>New-MlemDockerBuildArgs</c>.</summary>
[Cmdlet(VerbsCommon.New, "MlemDockerBuildArgs")]
[OutputType(typeof(DockerBuildArgs))]
public sealed class NewMlemDockerBuildArgsCommand : PSCmdlet
{
    /// <summary>The Python version of the image (MLEM: <c>python_version</c>): <c>3.11.9</c>. Without it, the one that fits the model.</summary>
    [Parameter]
    [ValidatePattern(ContextCommand.PythonVersionPattern)]
    public string? PythonVersion { get; set; }

    /// <summary>
    /// The base image, used as it is (MLEM: <c>base_image</c>), or a script block that makes it from the Python
    /// version (<c>$args[0]</c>). Without it, <c>python:VERSION-slim</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public object? BaseImage { get; set; }

    /// <summary>
    /// The command of the container (MLEM: <c>run_cmd</c>); <c>$null</c> for an image without one. Without the
    /// parameter, <c>sh run.sh</c>, which starts the server.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public object? RunCommand { get; set; } = new DockerBuildArgs().RunCommand;

    /// <summary>
    /// The command that installs packages of the operating system; their names follow it (MLEM:
    /// <c>package_install_cmd</c>). Without it, apt-get's update, upgrade and install.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string PackageInstallCommand { get; set; } = DockerBuildArgs.DefaultPackageInstallCommand;

    /// <summary>
    /// What follows the packages in that command (MLEM: <c>package_clean_cmd</c>). Without it, what empties apt-get's
    /// caches.
    /// </summary>
    [Parameter]
    [AllowEmptyString]
    public string PackageCleanCommand { get; set; } = DockerBuildArgs.DefaultPackageCleanCommand;

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
    public string[] TemplatesDir { get; set; } = [];

    /// <summary>
    /// ARG variables of the Dockerfile (MLEM: <c>build_arg</c>): <c>NAME</c>, with the value of this process's
    /// environment, or <c>NAME=value</c>. Values go to the Engine only, not into the Dockerfile.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BuildArgCompleter))]
    public string[] BuildArg { get; set; } = [];

    /// <summary>
    /// ENV variables of the image (MLEM: <c>set_env</c>): <c>NAME</c>, with the value of this process's environment,
    /// or <c>NAME=value</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SetEnvCompleter))]
    public string[] SetEnv { get; set; } = [];

    /// <summary>
    /// pip constraints: lines such as <c>fastapi==0.92.0</c>, or paths of files with such lines. They go over the
    /// shipped bounds; of the same package, yours wins.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public string[] Constraint { get; set; } = [];

    /// <summary>
    /// A script block that is called with the Python version (<c>$args[0]</c>) before an image is built (MLEM:
    /// <c>prebuild_hook</c>). Never saved.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? PrebuildHook { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            WriteObject(Make());
        }
        catch (MlemException failure)
        {
            WriteError(ErrorRecords.From(failure, BaseImage));
        }
    }

    private DockerBuildArgs Make() => ScriptHook.WithBaseImage(new DockerBuildArgs { PythonVersion = PythonVersion }, BaseImage) with
    {
        RunCommand = RunCommandText.From(RunCommand),
        PackageInstallCommand = PackageInstallCommand,
        PackageCleanCommand = PackageCleanCommand,
        MlemWheel = MlemWheel,
        Platform = Platform,
        TemplatesDir = TemplatesDir,
        BuildArg = BuildArg,
        SetEnv = SetEnv,
        Constraints = Constraint,
        PrebuildHook = PrebuildHook is null ? null : ScriptHook.From(PrebuildHook),
    };
}
