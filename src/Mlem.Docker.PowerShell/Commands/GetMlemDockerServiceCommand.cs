using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Shows how services are: <c>Get-MlemDockerService</c>. Without a parameter, all of this module in the swarm.</summary>
[Cmdlet(VerbsCommon.Get, "MlemDockerService", DefaultParameterSetName = "All")]
[OutputType(typeof(DockerServiceStatus))]
public sealed class GetMlemDockerServiceCommand : ServiceCommand
{
    /// <inheritdoc/>
    private protected override async Task ProcessDeploymentAsync(
        ServiceOperations operations, DockerServiceTarget target, CancellationToken cancellationToken) =>
        WriteObject(await operations.GetStatusAsync(target, cancellationToken).ConfigureAwait(false));
}
