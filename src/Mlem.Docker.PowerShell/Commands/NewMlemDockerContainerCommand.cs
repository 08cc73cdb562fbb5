using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Declares a container, and writes it to a deployment's .mlem file: <c>New-MlemDockerContainer</c>.</summary>
[Cmdlet(VerbsCommon.New, "MlemDockerContainer", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(DockerContainer))]
public sealed class NewMlemDockerContainerCommand : DeclarationCommand
{
    /// <summary>The file to write; without it, the declaration is only an object. The ending .mlem may be left out.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The file to write, its name taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>
    /// Where the state is kept (MLEM: <c>state_manager</c>): <c>local</c>, a folder, a file:// URI, a
    /// hashtable with MLEM's keys such as <c>@{ type = 'fsspec'; uri = '/srv/states'; locking = $false }</c>, or a StateManager. Without it, as the project says, else beside the declaration.
    /// </summary>
    [Parameter]
    [StateManagerTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(StateManagerCompleter))]
    public StateManagerInput? StateManager { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// All build arguments at once: what New-MlemDockerBuildArgs gives, or a hashtable with MLEM's keys such as <c>@{
    /// python_version = '3.11.9' }</c>. What is given one by one goes over it.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [BuildArgsTransformation]
    public override DockerBuildArgsInput? BuildArgs { get; set; }

    /// <summary>A Docker environment, or the path of one (MLEM: <c>env</c>): the Engine, and the registry to push to.</summary>
    [Parameter(ValueFromPipeline = true)]
    [DockerEnvTransformation]
    [ValidateNotNull]
    public override DockerEnv? DockerEnv { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string? file = ResolveTarget(Path, LiteralPath);
        DockerContainer declared = Declare(EnvIn(file, DockerEnv), StateManager?.Value);
        if (file is null)
            WriteObject(declared);
        else if (ShouldProcess(Plan(declared, file), Messages.FormatWriteDeclarationTo(file), Messages.WriteDeclarationOfContainer))
            WriteObject(await declared.SaveAsync(file, Force, cancellationToken).ConfigureAwait(false));
    }

    private static string Plan(DockerContainer declared, string file) => DeclarationPlan.Describe(declared, file, Messages.FormatWriteDeclarationWith);
}
