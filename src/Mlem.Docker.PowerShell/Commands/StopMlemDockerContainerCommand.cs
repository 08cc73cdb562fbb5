using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Stops deployments: <c>Stop-MlemDockerContainer</c>. A container that was declared with rm is removed as well.</summary>
[Cmdlet(VerbsLifecycle.Stop, "MlemDockerContainer", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(DockerContainerStatus))]
public sealed class StopMlemDockerContainerCommand : ContainerCommand
{
    /// <summary>
    /// How long the container has for its end, in seconds, before it is killed; without it, 30 for a server of MLEM's, else 10.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double? TimeoutSec { get; set; }

    /// <summary>Emits how the deployment is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessDeploymentAsync(
        ContainerOperations operations, DockerContainer deployment, CancellationToken cancellationToken)
    {
        string action = deployment.Rm ? Messages.StopAndRemoveContainer : Messages.StopTheContainer;
        if (!ShouldProcess(deployment.Path ?? deployment.ContainerName!, action))
            return;
        TimeSpan? timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        DockerContainerStatus status = await operations.StopAsync(deployment, timeout, cancellationToken).ConfigureAwait(false);
        if (PassThru)
            WriteObject(status);
    }
}
