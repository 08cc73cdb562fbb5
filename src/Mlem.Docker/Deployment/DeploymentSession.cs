using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>One deployment, its Engine and its state, for as long as one operation takes.</summary>
internal sealed class DeploymentSession : IAsyncDisposable
{
    private DeploymentSession(
        DockerContainer deployment, DockerEnv env, StateManager? manager, ImageOperations images, DockerEngine engine, IStateStore store)
    {
        Deployment = deployment;
        Env = env;
        Images = images;
        Engine = engine;
        Store = store;
        Identity = DeploymentIdentity.For(deployment, store);
        Empty = DockerContainerState.Empty(deployment, env, manager);
    }

    public DockerContainer Deployment { get; }

    public DockerEnv Env { get; }

    public ImageOperations Images { get; }

    public DockerEngine Engine { get; }

    public IStateStore Store { get; }

    public DeploymentIdentity Identity { get; }

    /// <summary>The state of this declaration when nothing is deployed.</summary>
    public DockerContainerState Empty { get; }

    public static async Task<DeploymentSession> OpenAsync(
        DockerContainer deployment,
        string workingFolder,
        Func<string, ImageOperations> images,
        CancellationToken cancellationToken,
        Func<DockerEngine, IStateStore>? otherStore = null)
    {
        DockerEnv env = deployment.ResolveEnv();
        StateManager? manager = null;
        IStateStore? store = null;
        if (deployment.Path is not null)
        {
            manager = StateStores.Manager(deployment, new DockerContextRequest(null!).Variables);
            store = otherStore is null ? StateStores.For(deployment, manager, workingFolder) : null;
        }

        ImageOperations operations = images(env.Daemon.Host);
        try
        {
            DockerEngine engine = await operations.ConnectAsync(cancellationToken).ConfigureAwait(false);
            store = otherStore?.Invoke(engine) ?? store ?? new LabelStateStore(engine, deployment.ContainerName!);
            return new DeploymentSession(deployment, env, manager, operations, engine, store);
        }
        catch
        {
            await operations.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The container that a state means; null when it is gone, or belongs to another deployment.</summary>
    public async Task<EngineContainer?> FindAsync(DockerContainerState? state, CancellationToken cancellationToken) =>
        state?.ContainerId is { } id
        && await Engine.Containers.FindContainerAsync(id, cancellationToken).ConfigureAwait(false) is { } container
        && container.Id == id && !Identity.IsForeign(container.Labels)
            ? container
            : null;

    public ValueTask DisposeAsync() => Images.DisposeAsync();
}
