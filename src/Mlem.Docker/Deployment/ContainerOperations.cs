using System.Runtime.CompilerServices;
using Mlem.Docker.Deployment;
using Mlem.Docker.Engine;
using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>
/// Deploys models as containers (MLEM: <c>DockerContainer.deploy</c>, <c>get_status</c>, <c>wait_for_status</c>,
/// <c>logs</c>, <c>remove</c>). Every operation that changes something holds the state's lock; a deployment without a
/// file has its container's labels for a state. docs/deployment-states.md says what a start does when.
/// </summary>
public sealed class ContainerOperations
{
    private readonly RegistryCredentials? _credentials;
    private readonly RegistryClientOptions _registryOptions;
    private readonly IOperationObserver _observer;

    /// <summary>Prepares the operations; nothing is reached yet.</summary>
    /// <param name="credentials">Where logins are looked for; null for the default places.</param>
    /// <param name="registryOptions">How registries are spoken to, and who hears of the work; null for the defaults.</param>
    public ContainerOperations(RegistryCredentials? credentials = null, RegistryClientOptions? registryOptions = null)
    {
        _credentials = credentials;
        _registryOptions = registryOptions ?? new RegistryClientOptions();
        _observer = _registryOptions.Observer;
    }

    /// <summary>
    /// Brings a deployment to what is declared: builds what is needed, makes, starts or replaces the container, and waits
    /// until it serves. Where all is as declared it does nothing. After a failure, or when it is cancelled, all is as before.
    /// </summary>
    /// <param name="deployment">The declaration; one that is in no file is deployed under its container's name.</param>
    /// <param name="model">The model; null for the one that was deployed before, or where an image is given.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How the deployment is now, and what was done.</returns>
    /// <exception cref="MlemException">
    /// <c>RunParameterUnknown</c>, <c>RunParameterInvalid</c>, <c>PortInvalid</c>, <c>PortInUse</c>, <c>ContainerNameInUse</c>,
    /// <c>ContainerDied</c>, <c>ContainerNotReady</c>, <c>StateLockTimeout</c>, <c>StateInvalid</c>, <c>ModelMissing</c>, or
    /// a failure of the build, the Engine or a registry.
    /// </exception>
    public async Task<DockerContainerStatus> StartAsync(
        DockerContainer deployment, MlemModel? model, DeploymentOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new DeploymentOptions();
        RunParameters.Parse(deployment.Params, deployment.Ports);
        DeploymentSession session = await OpenAsync(ContainerNames.Named(deployment), options.WorkingFolder, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
            return await new Starter(session, model, options, _observer).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks how a deployment is. Nothing is locked or changed.</summary>
    /// <param name="deployment">The declaration.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    /// <exception cref="MlemException"><c>StateInvalid</c>, or the Engine failed.</exception>
    public async Task<DockerContainerStatus> GetStatusAsync(DockerContainer deployment, CancellationToken cancellationToken = default)
    {
        DeploymentSession session = await OpenAsync(deployment, null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            DockerContainerState? state = await session.Store.ReadAsync(cancellationToken).ConfigureAwait(false);
            return await StatusReader.ReadAsync(session, state, null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until a deployment has one of some statuses.</summary>
    /// <param name="deployment">The declaration.</param>
    /// <param name="statuses">The statuses, one of which is waited for.</param>
    /// <param name="allowed">The statuses that it may have meanwhile; empty for any.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How the deployment is then.</returns>
    /// <exception cref="MlemException"><c>DeploymentStatusUnexpected</c>, <c>DeploymentWaitTimeout</c>, or the Engine failed.</exception>
    public Task<DockerContainerStatus> WaitAsync(
        DockerContainer deployment,
        IReadOnlyCollection<DeploymentStatus> statuses,
        IReadOnlyCollection<DeploymentStatus> allowed,
        TimeSpan timeout,
        CancellationToken cancellationToken = default) =>
        new StatusWait(statuses, allowed, timeout, _observer).RunAsync(
            () => GetStatusAsync(deployment, cancellationToken), Sight, cancellationToken);

    /// <summary>Stops a deployment's container; with <c>rm</c> it is removed as well, and the state knows it no more.</summary>
    /// <param name="deployment">The declaration.</param>
    /// <param name="timeout">How long the container has for its end; null for ten seconds.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="MlemException"><c>NotDeployed</c>, <c>StateLockTimeout</c>, or the Engine failed.</exception>
    public Task<DockerContainerStatus> StopAsync(
        DockerContainer deployment, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        EndAsync(deployment, deployment.Rm, timeout, cancellationToken);

    /// <summary>Removes a deployment's container, running or not (D16); the state's file and the image stay.</summary>
    /// <param name="deployment">The declaration.</param>
    /// <param name="timeout">How long the container has for its end; null for ten seconds.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="MlemException"><c>NotDeployed</c>, <c>StateLockTimeout</c>, or the Engine failed.</exception>
    public Task<DockerContainerStatus> RemoveAsync(
        DockerContainer deployment, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        EndAsync(deployment, true, timeout, cancellationToken);

    /// <summary>Reads what a deployment's container wrote. Following goes on when its restart policy restarts it.</summary>
    /// <param name="deployment">The declaration.</param>
    /// <param name="options">Which part of it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="MlemException"><c>NotDeployed</c>, or the Engine failed.</exception>
    public async IAsyncEnumerable<LogLine> LogsAsync(
        DockerContainer deployment, LogOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        DeploymentSession session = await OpenAsync(deployment, null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            DockerContainerState? state = await session.Store.ReadAsync(cancellationToken).ConfigureAwait(false);
            EngineContainer container = await session.FindAsync(state, cancellationToken).ConfigureAwait(false) ?? throw NotDeployed(session);
            await foreach (LogLine line in ContainerLog.ReadAsync(
                session.Engine, container.Id, options ?? new LogOptions(), cancellationToken).ConfigureAwait(false))
            {
                yield return line;
            }
        }
    }

    /// <summary>The deployments that have a container on an Engine.</summary>
    /// <param name="daemonHost">The Engine's address; null for the usual one.</param>
    /// <param name="name">The name of a container; null for all.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    /// <returns>The declarations: from their files where they are on this machine, else as their containers tell.</returns>
    /// <exception cref="EngineException">The Engine failed.</exception>
    public async Task<IReadOnlyList<DockerContainer>> ListAsync(
        string? daemonHost = null, string? name = null, CancellationToken cancellationToken = default)
    {
        ImageOperations operations = Images(daemonHost ?? string.Empty);
        await using (operations.ConfigureAwait(false))
        {
            DockerEngine engine = await operations.ConnectAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<EngineContainerSummary> containers = await engine.Containers.ListContainerSummariesAsync(
                true, [DeploymentIdentity.OwnerLabel], cancellationToken).ConfigureAwait(false);
            return [.. containers.Where(c => name is null || c.Name == name)
                .Select(DeploymentFinder.Find).OfType<DockerContainer>().OrderBy(d => d.ContainerName, StringComparer.Ordinal)];
        }
    }

    private async Task<DockerContainerStatus> EndAsync(
        DockerContainer deployment, bool remove, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        DeploymentSession session = await OpenAsync(deployment, null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            IAsyncDisposable held = await session.Store.LockAsync(_observer, cancellationToken).ConfigureAwait(false);
            await using (held.ConfigureAwait(false))
            {
                DockerContainerState? before = await session.Store.ReadAsync(cancellationToken).ConfigureAwait(false);
                var recovery = new Recovery(session, _observer);
                (DockerContainerState? state, EngineContainer? container, _) =
                    await recovery.RunAsync(before, cancellationToken).ConfigureAwait(false);
                if (state?.ContainerId is null)
                    throw NotDeployed(session);
                if (container is not null)
                    await recovery.StopAsync(container.Id, timeout, cancellationToken).ConfigureAwait(false);
                if (!remove && container is not null)
                    return await StatusReader.ReadAsync(session, state, DeploymentAction.Stopped, cancellationToken).ConfigureAwait(false);
                if (container is not null)
                {
                    await new Readiness(session.Engine, _observer).TellLastWordsAsync(container, cancellationToken).ConfigureAwait(false);
                    await recovery.RemoveAsync(container.Id, container.Name, container.ImageId, cancellationToken).ConfigureAwait(false);
                }

                await new ImageSweep(session, _observer).RunAsync(null, cancellationToken).ConfigureAwait(false);
                state = state with { ContainerId = null };
                await session.Store.WriteAsync(state, cancellationToken).ConfigureAwait(false);
                return StatusReader.From(session, state, null, DeploymentAction.Removed);
            }
        }
    }

    private Task<DeploymentSession> OpenAsync(DockerContainer deployment, string? workingFolder, CancellationToken cancellationToken) =>
        DeploymentSession.OpenAsync(deployment, workingFolder ?? Environment.CurrentDirectory, Images, cancellationToken);

    private ImageOperations Images(string daemonHost) => new(daemonHost, _credentials, _registryOptions);

    private static MlemException NotDeployed(DeploymentSession session) => new(
        "NotDeployed",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatIsNotDeployedItHasNo(session.Deployment.Path ?? Messages.FormatTheContainerContainerName(session.Deployment.ContainerName)),
        session.Deployment.Path ?? session.Deployment.ContainerName,
        Messages.StartItWithStartMlemDockerContainer);

    private static DeploymentSight Sight(DockerContainerStatus now) => new(
        now.Name,
        now.Status,
        $"{now.Name}",
        string.Empty,
        Messages.GetMlemDockerContainerLogShowsWhatItWrote,
        Messages.GiveItMoreTimeWithTimeoutSecGet);
}
