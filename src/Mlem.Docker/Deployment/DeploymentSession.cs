using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>One deployment, its Engine and its state, for as long as one operation takes.</summary>
internal sealed class DeploymentSession : IAsyncDisposable
{
    private DeploymentSession(
        DockerContainer deployment, DockerEnv env, StateManager? manager, DockerImageService images, DockerEngine engine, IStateStore store)
    {
        Deployment = deployment;
        Env = env;
        Images = images;
        Engine = engine;
        Store = store;
        Identity = DeploymentIdentity.Of(deployment, store);
        Empty = DockerContainerState.Empty(deployment, env, manager);
    }

    public DockerContainer Deployment { get; }

    public DockerEnv Env { get; }

    public DockerImageService Images { get; }

    public DockerEngine Engine { get; }

    public IStateStore Store { get; }

    public DeploymentIdentity Identity { get; }

    /// <summary>The state of this declaration when nothing is deployed.</summary>
    public DockerContainerState Empty { get; }

    public static async Task<DeploymentSession> OpenAsync(
        DockerContainer deployment,
        string workingFolder,
        Func<string, DockerImageService> images,
        CancellationToken cancellationToken,
        Func<DockerEngine, IStateStore>? otherStore = null)
    {
        DockerEnv env = deployment.ResolveEnv();
        StateManager? manager = null;
        IStateStore? store = null;
        if (deployment.Path is not null)
        {
            manager = StateStores.Manager(deployment, new DockerContextRequest(null!).Variables);
            store = otherStore is null ? StateStores.Of(deployment, manager, workingFolder) : null;
        }

        DockerImageService service = images(env.Daemon.Host);
        try
        {
            DockerEngine engine = await service.ConnectAsync(cancellationToken).ConfigureAwait(false);
            store = otherStore?.Invoke(engine) ?? store ?? new LabelStateStore(engine, deployment.ContainerName!);
            return new DeploymentSession(deployment, env, manager, service, engine, store);
        }
        catch
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The container that a state means; null when it is gone, or belongs to another deployment.</summary>
    public async Task<EngineContainer?> FindAsync(DockerContainerState? state, CancellationToken cancellationToken) =>
        state?.ContainerId is { } id
        && await Engine.FindContainerAsync(id, cancellationToken).ConfigureAwait(false) is { } container
        && container.Id == id && !Identity.IsForeign(container.Labels)
            ? container
            : null;

    public ValueTask DisposeAsync() => Images.DisposeAsync();
}
