using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// Deploys a model as a service of a Docker swarm and waits until all its tasks serve: <c>Start-MlemDockerService</c>.
/// From a declaration of a container, or without one from a model or an image. Where all is as it should be, it does nothing.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "MlemDockerService", SupportsShouldProcess = true, DefaultParameterSetName = ModelSet)]
[OutputType(typeof(DockerServiceStatus))]
public sealed class StartMlemDockerServiceCommand : StartDeploymentCommand
{
    /// <summary>A model, an image, a declaration, a status of a service or container, or the path of a model or declaration.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [PlainObjectTransformation(typeof(object))]
    [ValidateNotNull]
    public override object InputObject { get; set; } = null!;

    /// <summary>How many tasks; without it, as many as there are, else 1.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Replicas { get; set; }

    /// <summary>How many tasks an update replaces at once, 0 for all; 1 by default.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? UpdateParallelism { get; set; }

    /// <summary>How long an update waits between them, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double? UpdateDelaySec { get; set; }

    /// <summary>Whether the new task starts first, or the old one stops first: StartFirst or StopFirst.</summary>
    [Parameter]
    public ServiceUpdateOrder? UpdateOrder { get; set; }

    /// <summary>How long a new task is watched before it counts as good, in seconds; 5 by default.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double? UpdateMonitorSec { get; set; }

    /// <summary>What an update does when a new task fails: Rollback, Pause or Continue.</summary>
    [Parameter]
    public ServiceFailureAction? FailureAction { get; set; }

    /// <summary>When a task that ended is followed by another: Any, OnFailure or None; without it, as restart_policy says.</summary>
    [Parameter]
    public ServiceRestartCondition? RestartCondition { get; set; }

    /// <summary>How often at most; 0 for without end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? RestartMaxAttempts { get; set; }

    /// <summary>How long to wait before, in seconds; 5 by default.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double? RestartDelaySec { get; set; }

    /// <summary>Where ports are published: Ingress, on every machine of the swarm, or Host, on those with a task.</summary>
    [Parameter]
    public ServicePortMode? PortMode { get; set; }

    /// <summary>Rules for the machines that may have a task, as docker writes them: node.labels.gpu==true.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[]? PlacementConstraint { get; set; }

    /// <summary>
    /// Secrets that the containers see as files in /run/secrets: name or name=target of one that the swarm has, or a
    /// hashtable of targets with such a name, or with a SecureString that makes a new one. @() takes all away.
    /// </summary>
    [Parameter]
    [SecretTransformation]
    [AllowEmptyCollection]
    public ServiceSecret[]? Secret { get; set; }

    /// <summary>The Engine's address: a manager of the swarm; without it, the environment's, else the one that the docker CLI would use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public override string? DaemonHost { get; set; }

    /// <summary>How long the tasks have to serve, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public override double TimeoutSec { get; set; } = 120;

    /// <summary>Leaves the image on the Engine although the environment names a registry, so that all tasks run there.</summary>
    [Parameter]
    public override SwitchParameter NoPush { get; set; }

    /// <inheritdoc/>
    private protected override string Caption => Messages.StartAService;

    /// <inheritdoc/>
    private protected override DockerContainer? DeclarationOf(object item) =>
        (item as DockerServiceStatus)?.Deployment ?? base.DeclarationOf(item);

    /// <inheritdoc/>
    private protected override bool Ignores(string parameter) => parameter == nameof(Rm);

    /// <inheritdoc/>
    private protected override async Task<object> StartAsync(
        DockerContainer deployment, MlemModel? model, DeploymentOptions options, CancellationToken cancellationToken)
    {
        ServiceOperations operations = Call(() => DeploymentOperations.CreateForServices(Observer, Insecure));
        return await operations.StartAsync(deployment, model, Service(), options, cancellationToken).ConfigureAwait(false);
    }

    private DockerServiceOptions Service() => new()
    {
        Replicas = Replicas,
        UpdateParallelism = UpdateParallelism,
        UpdateDelay = Seconds(UpdateDelaySec),
        UpdateOrder = UpdateOrder,
        UpdateMonitor = Seconds(UpdateMonitorSec),
        FailureAction = FailureAction,
        RestartCondition = RestartCondition,
        RestartMaxAttempts = RestartMaxAttempts,
        RestartDelay = Seconds(RestartDelaySec),
        PortMode = PortMode,
        Constraints = PlacementConstraint,
        Secrets = Secret,
    };

    private static TimeSpan? Seconds(double? number) => number is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
