using System.Runtime.CompilerServices;
using Mlem.Docker.Deployment;
using Mlem.Docker.Engine;
using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>
/// Deploys models as services of a Docker swarm: the same declarations as containers, on more than one machine. What is
/// known of a service is in its labels. docs/services.md says what a start does when.
/// </summary>
public sealed class ServiceOperations
{
    private readonly RegistryCredentials _credentials;
    private readonly RegistryClientOptions _registryOptions;
    private readonly IOperationObserver _observer;

    /// <summary>Prepares the work; nothing is reached yet.</summary>
    /// <param name="credentials">Where logins are looked for; null for the default places.</param>
    /// <param name="registryOptions">How registries are spoken to, and who hears of the work; null for the defaults.</param>
    public ServiceOperations(RegistryCredentials? credentials = null, RegistryClientOptions? registryOptions = null)
    {
        _credentials = credentials ?? RegistryCredentials.Default();
        _registryOptions = registryOptions ?? new RegistryClientOptions();
        _observer = _registryOptions.Observer;
    }

    /// <summary>
    /// Brings a service to what is declared: builds what is needed, makes or updates it, and waits until all its tasks
    /// serve. Where all is as declared it does nothing. After a failure, or when it is cancelled, all is as before.
    /// </summary>
    /// <param name="deployment">The declaration; one that is in no file is deployed under its container's name.</param>
    /// <param name="model">The model; null for the one that was deployed before, or where an image is given.</param>
    /// <param name="service">What a declaration does not say: replicas, policies, secrets; null for what is there.</param>
    /// <param name="options">How it is built and waited for; null for the defaults.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlemException">
    /// <c>SwarmNotActive</c>, <c>ServiceParameterNotSupported</c>, <c>ServicePortNotSupported</c>, <c>ServiceNameInUse</c>,
    /// <c>PortInUse</c>, <c>SecretNotFound</c>, <c>ServiceDied</c>, <c>ServiceNotReady</c>, <c>ServiceUpdateFailed</c>, or a
    /// failure of the build, the Engine or a registry.
    /// </exception>
    public async Task<DockerServiceStatus> StartAsync(
        DockerContainer deployment,
        MlemModel? model,
        DockerServiceOptions? service = null,
        DeploymentOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new DeploymentOptions();
        RunParameters.Parse(deployment.Params, deployment.Ports);
        deployment = ContainerNames.Named(deployment);
        ServiceIdentity identity = ServiceIdentity.For(deployment);
        DeploymentSession session = await DeploymentSession.OpenAsync(
            deployment, options.WorkingFolder, Images, cancellationToken, engine => new ServiceStateStore(engine, identity)).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await new ServiceStarter(
                session, identity, model, service ?? new(), options, _credentials, _observer).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks how a service is.</summary>
    /// <param name="target">The service.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    /// <exception cref="MlemException"><c>ServiceNotFound</c>, <c>SwarmNotActive</c>, or the Engine failed.</exception>
    public Task<DockerServiceStatus> GetStatusAsync(DockerServiceTarget target, CancellationToken cancellationToken = default) =>
        WithAsync(target, (engine, service, reader) => reader.ReadAsync(target.Deployment, service, null, cancellationToken), cancellationToken);

    /// <summary>The services of this module in a swarm.</summary>
    /// <param name="daemonHost">The Engine's address; null for the usual one.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    /// <exception cref="EngineException"><c>SwarmNotActive</c>, or the Engine failed.</exception>
    public async Task<IReadOnlyList<DockerServiceStatus>> ListAsync(string? daemonHost = null, CancellationToken cancellationToken = default)
    {
        ImageOperations images = Images(daemonHost ?? string.Empty);
        await using (images.ConfigureAwait(false))
        {
            DockerEngine engine = await images.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var reader = new ServiceReader(engine, daemonHost ?? string.Empty);
            List<DockerServiceStatus> all = [];
            foreach (EngineService service in await engine.Swarm.ListServicesAsync([ServiceIdentity.OwnerLabel], cancellationToken).ConfigureAwait(false))
                all.Add(await reader.ReadAsync(null, service, null, cancellationToken).ConfigureAwait(false));
            return [.. all.OrderBy(s => s.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Waits until a service has one of some statuses.</summary>
    /// <param name="target">The service.</param>
    /// <param name="statuses">The statuses, one of which is waited for.</param>
    /// <param name="allowed">The statuses that it may have meanwhile; empty for any.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="MlemException"><c>DeploymentStatusUnexpected</c>, <c>DeploymentWaitTimeout</c>, or the Engine failed.</exception>
    public Task<DockerServiceStatus> WaitAsync(
        DockerServiceTarget target,
        IReadOnlyCollection<DeploymentStatus> statuses,
        IReadOnlyCollection<DeploymentStatus> allowed,
        TimeSpan timeout,
        CancellationToken cancellationToken = default) =>
        new StatusWait(statuses, allowed, timeout, _observer).RunAsync(
            () => GetStatusAsync(target, cancellationToken), Sight, cancellationToken);

    /// <summary>Removes a service and what was made for it, and waits until its tasks have ended; the image stays.</summary>
    /// <param name="target">The service.</param>
    /// <param name="timeout">How long to wait for its tasks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="MlemException"><c>NotDeployed</c>, <c>ServiceStopTimeout</c>, or the Engine failed.</exception>
    public Task<DockerServiceStatus> StopAsync(DockerServiceTarget target, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WithAsync(
            target,
            async (engine, found, reader) =>
            {
                EngineService service = found ?? throw NotDeployed(target);
                var identity = new ServiceIdentity(service.Labels.GetValueOrDefault(ServiceIdentity.OwnerLabel, string.Empty), null, null);
                IAsyncDisposable held = await new ServiceStateStore(engine, identity).LockAsync(_observer, cancellationToken).ConfigureAwait(false);
                await using var release = held.ConfigureAwait(false);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(timeout);
                try
                {
                    var readiness = new ServiceReadiness(engine, new ReadinessRule(null, true), true);
                    await new ServiceRollout(engine, readiness, _observer).RemoveAsync(service.Id, limit.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
                {
                    throw new MlemException(
                        "ServiceStopTimeout",
                        MlemErrorCategory.OperationTimeout,
                        Messages.FormatServiceStopTimeout(service.Name, $"{timeout.TotalSeconds:0.###}"),
                        service.Name,
                        Messages.ServiceStopTimeoutRemedy,
                        e);
                }

                await new ServiceSecrets(engine, identity, _observer).SweepAsync(null, cancellationToken).ConfigureAwait(false);
                string? builtFor = service.Labels.GetValueOrDefault(DeploymentIdentity.ImageLabel);
                await ServiceImages.SweepAsync(engine, builtFor, null, _observer, cancellationToken).ConfigureAwait(false);
                return reader.Missing(target.Deployment, ServiceAction.Removed) with { Name = service.Name };
            },
            cancellationToken);

    /// <summary>Reads what a service's tasks wrote, on all machines.</summary>
    /// <param name="target">The service.</param>
    /// <param name="options">Which part of it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The lines, each with its task.</returns>
    /// <exception cref="MlemException"><c>NotDeployed</c>, or the Engine failed.</exception>
    public async IAsyncEnumerable<ServiceLogLine> LogsAsync(
        DockerServiceTarget target, LogOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ImageOperations images = Images(target.EngineAddress);
        await using (images.ConfigureAwait(false))
        {
            DockerEngine engine = await images.ConnectAsync(cancellationToken).ConfigureAwait(false);
            EngineService service = await target.FindAsync(engine, cancellationToken).ConfigureAwait(false) ?? throw NotDeployed(target);
            await foreach (ServiceLogLine line in engine.Swarm.ReadServiceLogsAsync(service, options ?? new LogOptions(), cancellationToken).ConfigureAwait(false))
                yield return line;
        }
    }

    private async Task<T> WithAsync<T>(
        DockerServiceTarget target, Func<DockerEngine, EngineService?, ServiceReader, Task<T>> work, CancellationToken cancellationToken)
    {
        ImageOperations images = Images(target.EngineAddress);
        await using (images.ConfigureAwait(false))
        {
            DockerEngine engine = await images.ConnectAsync(cancellationToken).ConfigureAwait(false);
            EngineService? service = await target.FindAsync(engine, cancellationToken).ConfigureAwait(false);
            return await work(engine, service, new ServiceReader(engine, target.EngineAddress)).ConfigureAwait(false);
        }
    }

    private ImageOperations Images(string daemonHost) => new(daemonHost, _credentials, _registryOptions);

    private static MlemException NotDeployed(DockerServiceTarget target) => new(
        "NotDeployed",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatIsNotDeployedAsService(target),
        target.ToString(),
        Messages.StartItWithStartMlemDockerService);

    private static DeploymentSight Sight(DockerServiceStatus now) => new(
        now.Name,
        now.Status,
        Messages.FormatTheServiceNowName(now.Name),
        Messages.FormatAndOfTasksRun(now.Running, now.Replicas),
        Messages.GetMlemDockerServiceLogShowsWhatItsTasks);
}
