using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mlem.Docker;

/// <summary>
/// What a declaration does not say about a service. What is null stays as the service has it; a new service gets the
/// default.
/// </summary>
public sealed record DockerServiceOptions
{
    private static readonly JsonSerializerOptions Form = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>How many tasks: 1 by default.</summary>
    [JsonIgnore]
    public int? Replicas { get; init; }

    /// <summary>How many tasks an update replaces at once, 0 for all: 1 by default.</summary>
    public int? UpdateParallelism { get; init; }

    /// <summary>How long an update waits between them: not at all by default.</summary>
    public TimeSpan? UpdateDelay { get; init; }

    /// <summary>In which order a task is replaced: the new one first by default, where no port of a machine is fixed.</summary>
    public ServiceUpdateOrder? UpdateOrder { get; init; }

    /// <summary>How long a new task is watched before the update counts it as good: 5 seconds by default.</summary>
    public TimeSpan? UpdateMonitor { get; init; }

    /// <summary>What an update does when a new task fails: it rolls back by default.</summary>
    public ServiceFailureAction? FailureAction { get; init; }

    /// <summary>When a task is started again: as <c>params.restart_policy</c> says, else always.</summary>
    public ServiceRestartCondition? RestartCondition { get; init; }

    /// <summary>How often at most: as <c>params.restart_policy</c> says, else without end.</summary>
    public int? RestartMaxAttempts { get; init; }

    /// <summary>How long to wait before: 5 seconds by default.</summary>
    public TimeSpan? RestartDelay { get; init; }

    /// <summary>Where ports are published: on every machine of the swarm by default.</summary>
    public ServicePortMode? PortMode { get; init; }

    /// <summary>Rules for the machines that may have a task, as docker writes them: <c>node.role==worker</c>.</summary>
    public IReadOnlyList<string>? Constraints { get; init; }

    /// <summary>The secrets that its containers see.</summary>
    public IReadOnlyList<ServiceSecret>? Secrets { get; init; }

    /// <summary>These options, with the others for those that are null.</summary>
    internal DockerServiceOptions Over(DockerServiceOptions before) => new()
    {
        Replicas = Replicas ?? before.Replicas,
        UpdateParallelism = UpdateParallelism ?? before.UpdateParallelism,
        UpdateDelay = UpdateDelay ?? before.UpdateDelay,
        UpdateOrder = UpdateOrder ?? before.UpdateOrder,
        UpdateMonitor = UpdateMonitor ?? before.UpdateMonitor,
        FailureAction = FailureAction ?? before.FailureAction,
        RestartCondition = RestartCondition ?? before.RestartCondition,
        RestartMaxAttempts = RestartMaxAttempts ?? before.RestartMaxAttempts,
        RestartDelay = RestartDelay ?? before.RestartDelay,
        PortMode = PortMode ?? before.PortMode,
        Constraints = Constraints ?? before.Constraints,
        Secrets = Secrets ?? before.Secrets,
    };

    /// <summary>The text that a service's label keeps; values of secrets are not in it, and the replicas are the service's own.</summary>
    internal string ToLabel() => JsonSerializer.Serialize(this, Form);

    internal static DockerServiceOptions FromLabel(string? text)
    {
        try
        {
            return text is null ? new() : JsonSerializer.Deserialize<DockerServiceOptions>(text, Form) ?? new();
        }
        catch (JsonException)
        {
            // Someone has changed the label: what it said is lost, and the defaults count.
            return new();
        }
    }
}
