namespace Mlem.Docker.PowerShell.Servers;

/// <summary>What names the server that a cmdlet shall speak to.</summary>
internal interface IServerTarget
{
    /// <summary>Makes a client for the server.</summary>
    Task<MlemServerClient> OpenAsync(MlemServerClientOptions options, CancellationToken cancellationToken);
}

/// <summary>A server by its address.</summary>
internal sealed record AddressTarget(Uri Address) : IServerTarget
{
    /// <inheritdoc/>
    public Task<MlemServerClient> OpenAsync(MlemServerClientOptions options, CancellationToken cancellationToken) =>
        Task.FromResult(new MlemServerClient(Address, options));
}

/// <summary>A server by its container's name or id.</summary>
/// <param name="Container">The container.</param>
/// <param name="DaemonHost">The Engine's address; null or empty for the usual one.</param>
/// <param name="Port">The port inside the container; null for the obvious one.</param>
internal sealed record ContainerTarget(string Container, string? DaemonHost, int? Port) : IServerTarget
{
    /// <inheritdoc/>
    public Task<MlemServerClient> OpenAsync(MlemServerClientOptions options, CancellationToken cancellationToken) =>
        ServerLocator.OpenAsync(DaemonHost, Container, Port, options, cancellationToken);
}

/// <summary>A server by the file that declares its deployment: the container that its state names, else the declared name.</summary>
/// <param name="Path">The declaration's file.</param>
/// <param name="DaemonHost">The Engine's address; null or empty for that of the declaration's environment.</param>
/// <param name="Port">The port inside the container; null for the server's.</param>
internal sealed record DeclarationTarget(string Path, string? DaemonHost, int? Port) : IServerTarget
{
    /// <inheritdoc/>
    public Task<MlemServerClient> OpenAsync(MlemServerClientOptions options, CancellationToken cancellationToken) =>
        ServerLocator.OpenDeclaredAsync(Path, DaemonHost, Port, options, cancellationToken);
}

/// <summary>A server by a deployment's status.</summary>
/// <param name="Status">The status.</param>
/// <param name="Port">The port inside the container; null for the server's.</param>
internal sealed record StatusTarget(DockerContainerStatus Status, int? Port) : IServerTarget
{
    /// <inheritdoc/>
    public Task<MlemServerClient> OpenAsync(MlemServerClientOptions options, CancellationToken cancellationToken) =>
        ServerLocator.OpenAsync(Status, null, Port, options, cancellationToken);
}
