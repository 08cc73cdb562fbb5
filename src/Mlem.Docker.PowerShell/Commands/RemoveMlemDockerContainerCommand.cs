using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Removes deployments' containers, running or not: <c>Remove-MlemDockerContainer</c>. Image and declaration stay.</summary>
[Cmdlet(VerbsCommon.Remove, "MlemDockerContainer", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(DockerContainerStatus))]
public sealed class RemoveMlemDockerContainerCommand : ContainerCommand
{
    /// <summary>How long the container has for its end, in seconds, before it is killed; without it, ten.</summary>
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
        if (!ShouldProcess(deployment.Path ?? deployment.ContainerName!, Messages.RemoveTheContainer))
            return;
        TimeSpan? timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        DockerContainerStatus status = await operations.RemoveAsync(deployment, timeout, cancellationToken).ConfigureAwait(false);
        if (PassThru)
            WriteObject(status);
    }
}
