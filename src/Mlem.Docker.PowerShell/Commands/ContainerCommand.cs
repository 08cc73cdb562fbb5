using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>A cmdlet that does something with deployments that are containers.</summary>
public abstract class ContainerCommand : DeploymentCommand<ContainerOperations, DockerContainer>
{
    /// <summary>
    /// Names of containers of ours; wildcards are allowed. What has a slash in it, or ends in .mlem, is the path of a
    /// declaration.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [Alias("ContainerName", "container_name")]
    [SupportsWildcards]
    [NameTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public override string[] Name { get; set; } = [];

    /// <summary>Deployments, as the other container cmdlets give them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [DeploymentTransformation]
    [ValidateNotNull]
    public override DockerContainer[] InputObject { get; set; } = [];

    /// <summary>The Engine on which names are looked up; without it, the one that the docker CLI would use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public string? DaemonHost { get; set; }

    /// <inheritdoc/>
    private protected override ContainerOperations Open() => DeploymentOperations.Create(Observer);

    /// <inheritdoc/>
    private protected override Task<IReadOnlyList<DockerContainer>> ListAsync(
        ContainerOperations operations, CancellationToken cancellationToken) =>
        operations.ListAsync(DaemonHost, null, cancellationToken);

    /// <inheritdoc/>
    private protected override DockerContainer TargetFor(DockerContainer declared) => declared;

    /// <inheritdoc/>
    private protected override DockerContainer At(DockerContainer given) => DaemonHost is null ? given : given.On(DaemonHost);

    /// <inheritdoc/>
    private protected override string? NameOf(DockerContainer target) => target.ContainerName;

    /// <inheritdoc/>
    private protected override string? Describe(DockerContainer target) => target.Path ?? target.ContainerName;

    /// <inheritdoc/>
    private protected override MlemException NotFound(string name) => new(
        "ContainerNotFound",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatDockerEngineHasNoContainerOf(name),
        name,
        Messages.GetMlemDockerContainerListsAllThereAre);
}
