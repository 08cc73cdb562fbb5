namespace Mlem.Docker.Deployment;

/// <summary>Keeps a deployment's state, and lets one at a time change it.</summary>
internal interface IStateStore
{
    /// <summary>The state's place: a file's path, or null when it is kept in the container's own labels.</summary>
    string? Path { get; }

    Task<IAsyncDisposable> LockAsync(IOperationObserver observer, CancellationToken cancellationToken);

    /// <returns>The state; null when there is none.</returns>
    Task<DockerContainerState?> ReadAsync(CancellationToken cancellationToken);

    Task WriteAsync(DockerContainerState state, CancellationToken cancellationToken);

    Task DeleteAsync(CancellationToken cancellationToken);
}
