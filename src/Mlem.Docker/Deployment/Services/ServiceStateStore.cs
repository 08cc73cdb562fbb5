using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>
/// The state of a service: it is in the service's own labels, so the state file of the same declaration's container is
/// not touched. The lock is a file of this user, since two builds at once would fight for the image's name; what is changed
/// from elsewhere the swarm itself notices.
/// </summary>
internal sealed class ServiceStateStore(DockerEngine engine, ServiceIdentity identity) : IStateStore
{
    // Tells the deployment from the same declaration's container.
    public string? Path => "service:" + identity.Owner;

    public async Task<IAsyncDisposable> LockAsync(IOperationObserver observer, CancellationToken cancellationToken)
    {
        string folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"mlem-docker-{Environment.UserName}");
        return await StateLock.AcquireAsync(
            folder, identity.Owner, TimeSpan.FromSeconds(StateManager.DefaultLockTimeout), observer, cancellationToken).ConfigureAwait(false);
    }

    public async Task<DockerContainerState?> ReadAsync(CancellationToken cancellationToken) => ServiceIdentity.StateOf(
        (await engine.Swarm.ListServicesAsync([identity.Filter], cancellationToken).ConfigureAwait(false)).FirstOrDefault());

    public Task WriteAsync(DockerContainerState state, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
