using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// Deploys a model as a container and waits until it serves: <c>Start-MlemDockerContainer</c>. From a declaration, or
/// without one from a model or an image. Where all is as it should be, it does nothing.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "MlemDockerContainer", SupportsShouldProcess = true, DefaultParameterSetName = ModelSet)]
[OutputType(typeof(DockerContainerStatus))]
public sealed class StartMlemDockerContainerCommand : StartDeploymentCommand
{
    /// <summary>A model, an image, a declaration, a status of Get-MlemDockerContainer, or the path of a model or declaration.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [PlainObjectTransformation(typeof(object))]
    [ValidateNotNull]
    public override object InputObject { get; set; } = null!;

    /// <summary>The Engine's address; without it, the environment's, else the one that the docker CLI would use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public override string? DaemonHost { get; set; }

    /// <summary>How long the container has to become ready, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public override double TimeoutSec { get; set; } = 120;

    /// <summary>Leaves the image on the Engine, although the environment names a registry.</summary>
    [Parameter]
    public override SwitchParameter NoPush { get; set; }

    /// <inheritdoc/>
    private protected override string Caption => Messages.StartAContainer;

    /// <inheritdoc/>
    private protected override async Task<object> StartAsync(
        DockerContainer deployment, MlemModel? model, DeploymentOptions options, CancellationToken cancellationToken)
    {
        ContainerOperations operations = Call(() => DeploymentOperations.Create(Observer, Insecure));
        return await operations.StartAsync(deployment, model, options, cancellationToken).ConfigureAwait(false);
    }
}
