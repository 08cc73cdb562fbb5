using System.Text.Json;
using Docker.DotNet.Models;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>What a service is made of besides its container.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">What its tasks run.</param>
/// <param name="Replicas">How many.</param>
/// <param name="Labels">Its own labels.</param>
/// <param name="Healthcheck">A health check where <c>params</c> has none; null for the image's.</param>
/// <param name="NodeId">The only machine that has the image; null when a registry has it.</param>
/// <param name="NetworkId">The network; null for none of its own.</param>
/// <param name="SecretIds">The ids of its secrets by name.</param>
/// <param name="ForceUpdate">The count of restarts that were asked for.</param>
internal sealed record ServiceParts(
    string Name,
    string Image,
    int Replicas,
    IReadOnlyDictionary<string, string> Labels,
    HealthcheckConfig? Healthcheck,
    string? NodeId,
    string? NetworkId,
    IReadOnlyDictionary<string, string> SecretIds,
    ulong ForceUpdate)
{
    /// <summary>How long a task has for its end; null for the swarm's 10 seconds.</summary>
    public TimeSpan? StopGrace { get; init; }
}

/// <summary>Writes a deployment as the declaration of a service.</summary>
internal sealed class ServiceDeclaration(RunParameters parameters, DockerServiceOptions options)
{
    // File mode 0444: whoever runs in the container may read it, as docker's own default is.
    private const int SecretMode = 0x124;

    private readonly CreateContainerParameters _request = parameters.Build("image", "name", null);

    public bool HasHealthcheck => _request.Healthcheck is not null;

    public string? Network => _request.HostConfig!.NetworkMode is { Length: > 0 } network ? network : null;

    /// <summary>True when a task that ends may be a way of its, since the user has said how often it is started again.</summary>
    public bool Patient => options.RestartCondition is not (null or ServiceRestartCondition.None) || options.RestartMaxAttempts is > 0
        || _request.HostConfig!.RestartPolicy is { Name: not (RestartPolicyKind.No or RestartPolicyKind.Undefined) };

    /// <summary>The order of an update: two tasks cannot have the same port of a machine.</summary>
    public ServiceUpdateOrder UpdateOrder => options.UpdateOrder ?? (HasMachinePort ? ServiceUpdateOrder.StopFirst : ServiceUpdateOrder.StartFirst);

    private bool HasMachinePort => options.PortMode == ServicePortMode.Host && parameters.Ports.Any(p => p.HostPort is not null);

    public void Check()
    {
        if (HasMachinePort && options.UpdateOrder == ServiceUpdateOrder.StartFirst)
        {
            throw new MlemException(
                "ServiceOptionsConflict",
                MlemErrorCategory.InvalidArgument,
                Messages.ServiceOptionsConflict,
                string.Join(", ", parameters.Ports),
                Messages.ServiceOptionsConflictRemedy);
        }

        ServiceContainer.Spec(_request);
    }

    /// <summary>The declaration, and the version by which its tasks' containers are told from those before.</summary>
    public (ServiceSpec Spec, string Version) Build(ServiceParts parts)
    {
        ContainerSpec container = ServiceContainer.Spec(_request);
        container.Image = parts.Image;
        container.Healthcheck ??= parts.Healthcheck;
        container.StopGracePeriod = parts.StopGrace;
        container.Secrets = Secrets(parts.SecretIds);
        var template = new TaskSpec
        {
            ContainerSpec = container,
            Resources = ServiceContainer.Resources(_request.HostConfig!),
            RestartPolicy = Restart(),
            Placement = Placement(parts.NodeId),
            Networks = parts.NetworkId is { } network ? [new NetworkAttachmentConfig { Target = network }] : null,
            LogDriver = _request.HostConfig!.LogConfig is { } log ? new SwarmDriver { Name = log.Type, Options = log.Config } : null,
            ForceUpdate = parts.ForceUpdate,
        };
        string version = ServiceIdentity.Hash(JsonSerializer.Serialize(template, ServiceDifference.Plain));
        container.Labels = new Dictionary<string, string>(container.Labels ?? new Dictionary<string, string>()) { [ServiceIdentity.VersionLabel] = version };
        return (new ServiceSpec
        {
            Name = parts.Name,
            Labels = parts.Labels.ToDictionary(),
            TaskTemplate = template,
            Mode = new ServiceMode { Replicated = new ReplicatedService { Replicas = (ulong)parts.Replicas } },
            UpdateConfig = Policy(options.UpdateParallelism ?? 1, options.UpdateDelay, FailureAction()),
            RollbackConfig = Policy(0, null, "pause"),
            EndpointSpec = parameters.Ports.Count == 0 ? null : new EndpointSpec { Ports = Ports() },
        }, version);
    }

    private Placement? Placement(string? node)
    {
        string[] constraints = [.. options.Constraints ?? [], .. node is null ? [] : new[] { $"node.id=={node}" }];
        IList<SwarmPlatform>? platforms = ServiceContainer.Platforms(_request.Platform);
        return constraints.Length == 0 && platforms is null
            ? null : new Placement { Constraints = constraints.Length == 0 ? null : constraints, Platforms = platforms };
    }

    private string FailureAction() => (options.FailureAction ?? ServiceFailureAction.Rollback).ToString().ToLowerInvariant();

    private SwarmUpdateConfig Policy(int parallelism, TimeSpan? delay, string failure) => new()
    {
        Parallelism = (ulong)parallelism,
        Delay = delay > TimeSpan.Zero ? delay : null,
        FailureAction = failure,
        Monitor = options.UpdateMonitor ?? TimeSpan.FromSeconds(5),
        Order = UpdateOrder == ServiceUpdateOrder.StartFirst ? "start-first" : "stop-first",
    };

    private SwarmRestartPolicy Restart()
    {
        RestartPolicy? declared = _request.HostConfig!.RestartPolicy;
        string condition = options.RestartCondition switch
        {
            ServiceRestartCondition.Any => "any",
            ServiceRestartCondition.OnFailure => "on-failure",
            ServiceRestartCondition.None => "none",
            _ => declared?.Name switch
            {
                RestartPolicyKind.No => "none",
                RestartPolicyKind.OnFailure => "on-failure",
                _ => "any",
            },
        };
        return new SwarmRestartPolicy
        {
            Condition = condition,
            MaxAttempts = (ulong)(options.RestartMaxAttempts ?? declared?.MaximumRetryCount ?? 0),
            Delay = options.RestartDelay ?? TimeSpan.FromSeconds(5),
        };
    }

    private IList<PortConfig> Ports() => [.. parameters.Ports.Select(p => new PortConfig
    {
        Protocol = p.Protocol,
        TargetPort = (uint)p.ContainerPort,
        PublishedPort = p.HostPort is > 0 ? (uint)p.HostPort : null,
        PublishMode = options.PortMode == ServicePortMode.Host ? "host" : "ingress",
    })];

    private IList<SecretReference> Secrets(IReadOnlyDictionary<string, string> ids) => [.. (options.Secrets ?? []).Select(s => new SecretReference
    {
        SecretID = ids[s.Name!],
        SecretName = s.Name!,
        File = new SecretReferenceFileTarget { Name = s.Target!, UID = "0", GID = "0", Mode = SecretMode },
    })];
}
