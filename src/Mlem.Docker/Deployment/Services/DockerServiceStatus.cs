using Mlem.Docker.Engine;

namespace Mlem.Docker;

/// <summary>How a deployment as a service of a swarm is.</summary>
public sealed record DockerServiceStatus
{
    /// <summary>The service's name; null for one that was never made.</summary>
    public string? Name { get; init => field = TerminalText.Clean(value); }

    /// <summary>The status in MLEM's six words.</summary>
    public DeploymentStatus Status { get; init; }

    /// <summary>What the call that gave this has done; null where it only looked.</summary>
    public ServiceAction? Action { get; init; }

    /// <summary>How many tasks there shall be.</summary>
    public int Replicas { get; init; }

    /// <summary>How many tasks run; one with a health check runs when it is healthy.</summary>
    public int Running { get; init; }

    /// <summary>Docker's word for the last update: updating, paused, completed, rollback_started, rollback_paused, rollback_completed; null without one.</summary>
    public string? UpdateState { get; init => field = TerminalText.Clean(value); }

    /// <summary>What Docker says about that update; empty without one.</summary>
    public string UpdateMessage { get; init => field = TerminalText.Clean(value); } = string.Empty;

    /// <summary>The published ports.</summary>
    public IReadOnlyList<EngineServicePort> Ports { get; init; } = [];

    /// <summary>Where MLEM's HTTP interface is published; null for a server without one, or without a port.</summary>
    public Uri? Address { get; init; }

    /// <summary>The image as the declaration names it.</summary>
    public string? Image { get; init => field = TerminalText.Clean(value); }

    /// <summary>The image that the tasks run: its id, or its name with the digest in the registry.</summary>
    public string? ImageReference { get; init => field = TerminalText.Clean(value); }

    /// <summary>The Python of the image; null where none was built just now.</summary>
    public string? PythonVersion { get; init; }

    /// <summary>Why it is that one; null where no image was built just now.</summary>
    public string? PythonReason { get; init; }

    /// <summary>The hash of the model that was deployed; null when not known.</summary>
    public string? ModelHash { get; init; }

    /// <summary>True when the model's file has changed since; null when there is no file to compare with.</summary>
    public bool? ModelChanged { get; init; }

    /// <summary>The model's file; null when not known.</summary>
    public string? ModelPath { get; init; }

    /// <summary>The service's id; null when it is not deployed.</summary>
    public string? ServiceId { get; init => field = TerminalText.Clean(value); }

    /// <summary>When the service was made, UTC.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public DateTime? UpdatedAt { get; init; }

    /// <summary>Its tasks, the newest of each replica first; old ones as far as the swarm remembers them.</summary>
    public IReadOnlyList<EngineTask> Tasks { get; init; } = [];

    /// <summary>The secrets that its containers see, without their values.</summary>
    public IReadOnlyList<ServiceSecret> Secrets { get; init; } = [];

    /// <summary>The declaration's file; null for a service without one.</summary>
    public string? Path { get; init; }

    /// <summary>The Engine's address as it was given; empty for the usual one.</summary>
    public string DaemonHost { get; init; } = string.Empty;

    /// <summary>The declaration: from its file, or as the service tells it.</summary>
    public DockerContainer? Deployment { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name ?? Path} ({Status}, {Running}/{Replicas})";
}
