using Mlem.Docker.Engine;

namespace Mlem.Docker.PowerShell.Servers;

/// <summary>What names the server that a cmdlet shall speak to.</summary>
internal interface IServerTarget
{
    /// <summary>Finds the server's address.</summary>
    Task<Uri> ResolveAsync(CancellationToken cancellationToken);
}

/// <summary>A server by its address.</summary>
internal sealed record AddressTarget(Uri Address) : IServerTarget
{
    /// <inheritdoc/>
    public Task<Uri> ResolveAsync(CancellationToken cancellationToken) => Task.FromResult(Address);
}

/// <summary>A server by its container's name or id.</summary>
/// <param name="Container">The container.</param>
/// <param name="DaemonHost">The Engine's address; null or empty for the usual one.</param>
/// <param name="Port">The port inside the container; null for the obvious one.</param>
internal sealed record ContainerTarget(string Container, string? DaemonHost, int? Port) : IServerTarget
{
    /// <inheritdoc/>
    public async Task<Uri> ResolveAsync(CancellationToken cancellationToken)
    {
        DockerEngine engine = await DockerEngine.ConnectAsync(
            DockerEndpointResolver.Resolve(DaemonHost), cancellationToken).ConfigureAwait(false);
        await using (engine.ConfigureAwait(false))
            return await ServerLocator.FindAsync(engine, Container, Port, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A server by the file that declares its deployment: the container that its state names, else the declared name.</summary>
/// <param name="Path">The declaration's file.</param>
/// <param name="DaemonHost">The Engine's address; null or empty for that of the declaration's environment.</param>
/// <param name="Port">The port inside the container; null for the server's.</param>
internal sealed record DeclarationTarget(string Path, string? DaemonHost, int? Port) : IServerTarget
{
    /// <inheritdoc/>
    public Task<Uri> ResolveAsync(CancellationToken cancellationToken) =>
        ServerLocator.FindDeclaredAsync(Path, DaemonHost, Port, cancellationToken);
}

/// <summary>A server by a deployment's status.</summary>
/// <param name="Status">The status.</param>
/// <param name="Port">The port inside the container; null for the server's.</param>
internal sealed record StatusTarget(DockerContainerStatus Status, int? Port) : IServerTarget
{
    /// <inheritdoc/>
    public Task<Uri> ResolveAsync(CancellationToken cancellationToken) => Status.Address is { } address && Port is null
        ? Task.FromResult(address)
        : new ContainerTarget(Status.ContainerId ?? Status.Name ?? throw new MlemException(
            "ContainerNotDeployed",
            MlemErrorCategory.InvalidOperation,
            Messages.FormatDeploymentHasNoContainer(Status),
            Status,
            Messages.DeployItWithStartMlemDockerContainer), Status.DaemonHost, Port).ResolveAsync(cancellationToken);
}
