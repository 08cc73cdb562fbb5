using System.Globalization;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Puts together what a service, its tasks and the model on disk tell.</summary>
internal sealed class ServiceReader(DockerEngine engine, string daemonHost)
{
    /// <param name="deployment">The declaration; null for what the service tells.</param>
    /// <param name="service">The service; null when it is not deployed.</param>
    /// <param name="action">What was done; null for nothing.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    public async Task<DockerServiceStatus> ReadAsync(
        DockerContainer? deployment, EngineService? service, ServiceAction? action, CancellationToken cancellationToken)
    {
        if (service is null)
            return Missing(deployment, action);
        IReadOnlyList<EngineTask> tasks = await engine.Swarm.ListTasksAsync(service.Id, cancellationToken).ConfigureAwait(false);
        DockerContainerState? state = ServiceIdentity.StateOf(service);
        (string? path, bool? changed) = StatusReader.Model(state);
        int running = tasks.Count(t => t.Serves);
        int replicas = service.Replicas ?? running;
        deployment ??= DeploymentFinder.Find(service.Id, service.Name, service.Labels);
        return new DockerServiceStatus
        {
            Name = service.Name,
            Status = StatusOf(service, tasks, replicas, running),
            Action = action,
            Replicas = replicas,
            Running = running,
            UpdateState = service.UpdateState,
            UpdateMessage = service.UpdateMessage,
            Ports = Ports(service, tasks),
            Address = Address(service, tasks),
            Image = state?.Image?.Uri ?? service.Image,
            ImageReference = service.Image,
            ModelHash = state?.ModelHash,
            ModelChanged = changed,
            ModelPath = path,
            ServiceId = service.Id,
            CreatedAt = service.Created,
            UpdatedAt = service.Updated,
            Tasks = tasks,
            Secrets = DockerServiceOptions.FromLabel(service.Labels.GetValueOrDefault(ServiceIdentity.OptionsLabel)).Secrets ?? [],
            Path = deployment?.Path,
            DaemonHost = daemonHost,
            Deployment = deployment,
        };
    }

    public DockerServiceStatus Missing(DockerContainer? deployment, ServiceAction? action) => new()
    {
        Name = deployment?.ContainerName,
        Status = DeploymentStatus.NotDeployed,
        Action = action,
        Path = deployment?.Path,
        DaemonHost = daemonHost,
        Deployment = deployment,
    };

    /// <summary>Where a published port is reached from here; null for none.</summary>
    public Uri? Address(EngineService service, IReadOnlyList<EngineTask> tasks)
    {
        if (!int.TryParse(service.Labels.GetValueOrDefault(ServiceIdentity.PortLabel), CultureInfo.InvariantCulture, out int inside))
            return null;
        EngineServicePort? port = Ports(service, tasks).FirstOrDefault(p => p.ContainerPort == inside && p is { Protocol: "tcp", HostPort: not null });
        bool local = engine.Endpoint.Scheme is EndpointScheme.Unix or EndpointScheme.NamedPipe;
        return port is null ? null : new UriBuilder(Uri.UriSchemeHttp, local ? "127.0.0.1" : engine.Endpoint.Host, port.HostPort!.Value).Uri;
    }

    // Ports that machines choose are told by the tasks only: one for IPv4 first, then one for IPv6.
    private static IReadOnlyList<EngineServicePort> Ports(EngineService service, IReadOnlyList<EngineTask> tasks) =>
    [
        .. service.Ports.Where(p => p.HostPort is not null || p.Mode != "host"),
        .. tasks.Where(t => t.Serves).SelectMany(t => t.HostPorts).Where(p => p.HostPort is not null && !service.Ports.Contains(p)).Distinct(),
    ];

    private static DeploymentStatus StatusOf(EngineService service, IReadOnlyList<EngineTask> tasks, int replicas, int running)
    {
        if (replicas == 0)
            return DeploymentStatus.Stopped;
        if (running >= replicas)
            return service.UpdateState is "updating" or "rollback_started" ? DeploymentStatus.Starting : DeploymentStatus.Running;

        // A task that has failed is followed by one that waits for its time, as long as the restart policy lets it.
        return tasks.Any(t => t.DesiredState is "running" or "ready" && !t.Ended) || tasks.Count == 0
            ? DeploymentStatus.Starting : DeploymentStatus.Crashed;
    }
}
