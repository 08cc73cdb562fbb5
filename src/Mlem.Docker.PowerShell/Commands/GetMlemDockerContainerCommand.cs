using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Shows how deployments are: <c>Get-MlemDockerContainer</c>. Without a parameter, all that have a container.</summary>
[Cmdlet(VerbsCommon.Get, "MlemDockerContainer", DefaultParameterSetName = "All")]
[OutputType(typeof(DockerContainerStatus))]
public sealed class GetMlemDockerContainerCommand : ContainerCommand
{
    /// <inheritdoc/>
    private protected override async Task ProcessDeploymentAsync(
        ContainerOperations operations, DockerContainer deployment, CancellationToken cancellationToken) =>
        WriteObject(await operations.GetStatusAsync(deployment, cancellationToken).ConfigureAwait(false));
}
