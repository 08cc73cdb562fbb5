using Docker.DotNet.Models;

namespace Mlem.Docker.Engine;

/// <summary>A service of a swarm as it is declared (<c>GET /services/{id}</c>).</summary>
public sealed record EngineService
{
    /// <summary>The service's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, which a swarm has once.</summary>
    public required string Name { get; init; }

    /// <summary>The version that an update must name, so that none is lost.</summary>
    public long Version { get; init; }

    /// <summary>Its labels; its tasks' containers do not have them.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The image that its tasks run.</summary>
    public string Image { get; init; } = string.Empty;

    /// <summary>How many tasks there shall be; null for a service with one task on each machine.</summary>
    public int? Replicas { get; init; }

    /// <summary>Its published ports; one that is chosen by the swarm is known once the service is made.</summary>
    public IReadOnlyList<EngineServicePort> Ports { get; init; } = [];

    /// <summary>Docker's word for its last update: updating, paused, completed, rollback_started, rollback_paused or rollback_completed; null without one.</summary>
    public string? UpdateState { get; init; }

    /// <summary>What Docker says about that update; empty without one.</summary>
    public string UpdateMessage { get; init; } = string.Empty;

    /// <summary>When that update began, UTC; null without one.</summary>
    public DateTime? UpdateStartedAt { get; init; }

    /// <summary>When the service was made, UTC.</summary>
    public DateTime? Created { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public DateTime? Updated { get; init; }

    /// <summary>The declaration as the swarm has it.</summary>
    internal ServiceSpec Spec { get; init; } = new();

    /// <summary>The declaration that a rollback goes back to; null where nothing was updated yet.</summary>
    internal ServiceSpec? PreviousSpec { get; init; }

    /// <summary>True when its tasks have a terminal, so that their output is one stream without frames.</summary>
    internal bool HasTerminal => Container?.TTY == true;

    /// <summary>What its tasks' containers are like.</summary>
    internal ContainerSpec? Container => Spec.TaskTemplate?.ContainerSpec;

    internal static EngineService From(SwarmService service) => new()
    {
        Id = EngineImage.KnownId(service.ID),
        Name = service.Spec?.Name ?? string.Empty,
        Version = (long)(service.Version?.Index ?? 0),
        Labels = EngineImage.Copy(service.Spec?.Labels),
        Image = service.Spec?.TaskTemplate?.ContainerSpec?.Image ?? string.Empty,
        Replicas = (int?)service.Spec?.Mode?.Replicated?.Replicas,
        Ports = [.. (service.Endpoint?.Ports ?? []).Select(EngineServicePort.From)],
        UpdateState = service.UpdateStatus?.State is { Length: > 0 } state ? state : null,
        UpdateMessage = service.UpdateStatus?.Message ?? string.Empty,
        UpdateStartedAt = EngineMoment.Known(service.UpdateStatus?.StartedAt),
        Created = EngineMoment.Known(service.CreatedAt),
        Updated = EngineMoment.Known(service.UpdatedAt),
        Spec = service.Spec ?? new(),
        PreviousSpec = service.PreviousSpec,
    };

    /// <summary>Whether the service uses, or would use after a rollback, the image or secret of an id.</summary>
    internal bool Uses(string id) => new[] { Spec, PreviousSpec }.Select(spec => spec?.TaskTemplate?.ContainerSpec).Any(container =>
        container?.Image?.Contains(id, StringComparison.Ordinal) == true || container?.Secrets?.Any(secret => secret.SecretID == id) == true);
}
