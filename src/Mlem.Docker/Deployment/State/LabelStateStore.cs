using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>
/// The state of a container without a declaration: it is in the container's labels, so nothing is written. The lock is
/// a file of this user.
/// </summary>
internal sealed class LabelStateStore(DockerEngine engine, string name) : IStateStore
{
    public string? Path => null;

    public async Task<IAsyncDisposable> LockAsync(IOperationObserver observer, CancellationToken cancellationToken)
    {
        string folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"mlem-docker-{Environment.UserName}");
        return await StateLock.AcquireAsync(
            folder, DeploymentIdentity.AdHoc(name).Owner, TimeSpan.FromSeconds(StateManager.DefaultLockTimeout), observer, cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<DockerContainerState?> ReadAsync(CancellationToken cancellationToken) =>
        await engine.Containers.FindContainerAsync(name, cancellationToken).ConfigureAwait(false) is { } container
            && container.Name == name && DeploymentIdentity.AdHoc(name).Owns(container.Labels)
            ? DeploymentIdentity.StateOf(container.Id, name, container.Labels)
            : null;

    public Task WriteAsync(DockerContainerState state, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
