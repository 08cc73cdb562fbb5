using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Waits until services have a status: <c>Wait-MlemDockerService</c>.</summary>
[Cmdlet(VerbsLifecycle.Wait, "MlemDockerService", DefaultParameterSetName = NameSet)]
[OutputType(typeof(DockerServiceStatus))]
public sealed class WaitMlemDockerServiceCommand : ServiceCommand
{
    /// <summary>The statuses, one of which is waited for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public DeploymentStatus[] Status { get; set; } = [DeploymentStatus.Running];

    /// <summary>The only statuses that are allowed meanwhile; without it, any.</summary>
    [Parameter]
    [Alias("allowed_intermediate")]
    [ValidateNotNull]
    public DeploymentStatus[] AllowedIntermediate { get; set; } = [];

    /// <summary>How long to wait, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double TimeoutSec { get; set; } = 60;

    /// <inheritdoc/>
    private protected override async Task ProcessDeploymentAsync(
        ServiceOperations operations, DockerServiceTarget target, CancellationToken cancellationToken) =>
        WriteObject(await operations.WaitAsync(
            target, Status, AllowedIntermediate, TimeSpan.FromSeconds(TimeoutSec), cancellationToken).ConfigureAwait(false));
}
