using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>A cmdlet that does something with deployments that are services of a swarm.</summary>
public abstract class ServiceCommand : DeploymentCommand<ServiceOperations, DockerServiceTarget>
{
    /// <summary>
    /// Names of services of ours; wildcards are allowed. What has a slash in it, or ends in .mlem, is the path of a
    /// declaration.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [SupportsWildcards]
    [NameTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public override string[] Name { get; set; } = [];

    /// <summary>Services as the other service cmdlets give them, or declarations.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [ServiceTransformation]
    [ValidateNotNull]
    public override DockerServiceTarget[] InputObject { get; set; } = [];

    /// <summary>The Engine on which names are looked up: a manager of the swarm; without it, the one that the docker CLI would use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public string? DaemonHost { get; set; }

    /// <inheritdoc/>
    private protected override ServiceOperations Open() => DeploymentOperations.CreateForServices(Observer);

    /// <inheritdoc/>
    private protected override async Task<IReadOnlyList<DockerServiceTarget>> ListAsync(
        ServiceOperations operations, CancellationToken cancellationToken) =>
        [.. (await operations.ListAsync(DaemonHost, cancellationToken).ConfigureAwait(false)).Select(s => DockerServiceTarget.Named(s.Name!, DaemonHost))];

    /// <inheritdoc/>
    private protected override DockerServiceTarget TargetFor(DockerContainer declared) => DockerServiceTarget.For(declared);

    /// <inheritdoc/>
    private protected override DockerServiceTarget At(DockerServiceTarget given) => DaemonHost is null ? given : given.On(DaemonHost);

    /// <inheritdoc/>
    private protected override string? NameOf(DockerServiceTarget target) => target.Name;

    /// <inheritdoc/>
    private protected override string Describe(DockerServiceTarget target) => target.ToString();

    /// <inheritdoc/>
    private protected override MlemException NotFound(string name) => new(
        "ServiceNotFound",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatServiceNotFound(name),
        name,
        Messages.ServiceNotFoundRemedy);
}
