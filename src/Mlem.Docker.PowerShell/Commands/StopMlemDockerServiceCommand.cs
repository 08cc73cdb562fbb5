using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Removes services and waits until their tasks have ended: <c>Stop-MlemDockerService</c>. Images stay.</summary>
[Cmdlet(VerbsLifecycle.Stop, "MlemDockerService", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(DockerServiceStatus))]
public sealed class StopMlemDockerServiceCommand : ServiceCommand
{
    /// <summary>How long to wait for the end of the tasks, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double TimeoutSec { get; set; } = 60;

    /// <summary>Emits how the deployment is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessDeploymentAsync(
        ServiceOperations operations, DockerServiceTarget target, CancellationToken cancellationToken)
    {
        if (!ShouldProcess(target.ToString(), Messages.RemoveServiceAndEndItsTasks))
            return;
        DockerServiceStatus status = await operations.StopAsync(
            target, TimeSpan.FromSeconds(TimeoutSec), cancellationToken).ConfigureAwait(false);
        if (PassThru)
            WriteObject(status);
    }
}
