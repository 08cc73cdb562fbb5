using System.Text.Json.Nodes;
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
    JsonNode? Healthcheck,
    string? NodeId,
    string? NetworkId,
    IReadOnlyDictionary<string, string> SecretIds,
    long ForceUpdate);

/// <summary>Writes a deployment as the declaration of a service.</summary>
internal sealed class ServiceSpec(RunParameters parameters, DockerServiceOptions options)
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

        new ServiceContainer(_request).Spec();
    }

    /// <summary>The declaration, and the version by which its tasks' containers are told from those before.</summary>
    public (JsonObject Spec, string Version) Build(ServiceParts parts)
    {
        var container = new ServiceContainer(_request);
        JsonObject inner = container.Spec();
        inner["Image"] = parts.Image;
        inner["Healthcheck"] ??= parts.Healthcheck?.DeepClone();
        if (inner["Healthcheck"] is null)
            inner.Remove("Healthcheck");
        if (Secrets(parts.SecretIds) is { } secrets)
            inner["Secrets"] = secrets;
        JsonObject template = ServiceJson.Put(
            ("ContainerSpec", inner),
            ("Resources", container.Resources()),
            ("RestartPolicy", Restart()),
            ("Placement", ServiceJson.NotEmpty(ServiceJson.Put(
                ("Constraints", ServiceJson.Texts([.. options.Constraints ?? [], .. parts.NodeId is { } node ? [$"node.id=={node}"] : Array.Empty<string>()])),
                ("Platforms", container.Platforms())))),
            ("Networks", parts.NetworkId is { } network ? new JsonArray(ServiceJson.Put(("Target", network))) : null),
            ("LogDriver", container.LogDriver()),
            ("ForceUpdate", JsonValue.Create(parts.ForceUpdate)));
        string version = ServiceIdentity.Hash(template.ToJsonString());
        if (inner["Labels"] is not JsonObject labels)
            inner["Labels"] = labels = [];
        labels[ServiceIdentity.VersionLabel] = version;
        JsonObject spec = ServiceJson.Put(
            ("Name", parts.Name),
            ("Labels", ServiceJson.Map(parts.Labels)),
            ("TaskTemplate", template),
            ("Mode", ServiceJson.Put(("Replicated", ServiceJson.Put(("Replicas", JsonValue.Create(parts.Replicas)))))),
            ("UpdateConfig", Policy(options.UpdateParallelism ?? 1, options.UpdateDelay ?? TimeSpan.Zero, FailureAction())),
            ("RollbackConfig", Policy(0, TimeSpan.Zero, "pause")),
            ("EndpointSpec", parameters.Ports.Count == 0 ? null : ServiceJson.Put(("Ports", Ports()))));
        return (spec, version);
    }

    private string FailureAction() => (options.FailureAction ?? ServiceFailureAction.Rollback).ToString().ToLowerInvariant();

    private JsonObject Policy(int parallelism, TimeSpan delay, string failure) => ServiceJson.Put(
        ("Parallelism", JsonValue.Create(parallelism)),
        ("Delay", delay > TimeSpan.Zero ? ServiceJson.Nanoseconds(delay) : null),
        ("FailureAction", failure),
        ("Monitor", ServiceJson.Nanoseconds(options.UpdateMonitor ?? TimeSpan.FromSeconds(5))),
        ("MaxFailureRatio", JsonValue.Create(0)),
        ("Order", UpdateOrder == ServiceUpdateOrder.StartFirst ? "start-first" : "stop-first"));

    private JsonObject Restart()
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
        long attempts = options.RestartMaxAttempts ?? declared?.MaximumRetryCount ?? 0;
        return ServiceJson.Put(
            ("Condition", condition),
            ("MaxAttempts", ServiceJson.Number(attempts)),
            ("Delay", ServiceJson.Nanoseconds(options.RestartDelay ?? TimeSpan.FromSeconds(5))));
    }

    private JsonArray Ports() => new([.. parameters.Ports.Select(p => ServiceJson.Put(
        ("Protocol", p.Protocol),
        ("TargetPort", JsonValue.Create(p.ContainerPort)),
        ("PublishedPort", ServiceJson.Number(p.HostPort ?? 0)),
        ("PublishMode", options.PortMode == ServicePortMode.Host ? "host" : "ingress")))]);

    private JsonArray? Secrets(IReadOnlyDictionary<string, string> ids) => ServiceJson.List([.. (options.Secrets ?? []).Select(s => ServiceJson.Put(
        ("SecretID", ids[s.Name!]),
        ("SecretName", s.Name),
        ("File", ServiceJson.Put(("Name", s.Target), ("UID", "0"), ("GID", "0"), ("Mode", JsonValue.Create(SecretMode))))))]);
}
