using Mlem.Docker.Engine;

namespace Mlem.Docker;

/// <summary>How a deployment is, and its container (MLEM: <c>get_status</c> and the state).</summary>
public sealed record DockerContainerStatus
{
    /// <summary>The container's name; null for one that was never made.</summary>
    public string? Name { get; init => field = TerminalText.Clean(value); }

    /// <summary>The status in MLEM's six words.</summary>
    public DeploymentStatus Status { get; init; }

    /// <summary>What the call that gave this has done; null where it only looked.</summary>
    public DeploymentAction? Action { get; init; }

    /// <summary>How long nothing served while it was replaced on a fixed host port; null where one of the two always did.</summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>Docker's word for the container's state; null without one.</summary>
    public string? State { get; init => field = TerminalText.Clean(value); }

    /// <summary>Its health: starting, healthy or unhealthy; null without a health check.</summary>
    public string? Health { get; init => field = TerminalText.Clean(value); }

    /// <summary>When it last started, UTC; null when it never did.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>How long it has been running; null while it does not.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>How often its restart policy has restarted it.</summary>
    public int Restarts { get; init; }

    /// <summary>The exit code of its last run; null while it runs or never ran.</summary>
    public int? ExitCode { get; init; }

    /// <summary>True when it was ended for want of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Its ports as they really are.</summary>
    public IReadOnlyList<EnginePort> Ports { get; init; } = [];

    /// <summary>Where this machine reaches MLEM's HTTP interface; null for a server without one, or without a way to it.</summary>
    public Uri? Address { get; init; }

    /// <summary>The image's name; null when none was built.</summary>
    public string? Image { get; init => field = TerminalText.Clean(value); }

    /// <summary>The id of the image that runs.</summary>
    public string? ImageId { get; init => field = TerminalText.Clean(value); }

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

    /// <summary>The container's id; null when it is not deployed.</summary>
    public string? ContainerId { get; init => field = TerminalText.Clean(value); }

    /// <summary>The declaration's file; null for a container without one.</summary>
    public string? Path { get; init; }

    /// <summary>The Engine's address as it was given; empty for the usual one.</summary>
    public string DaemonHost { get; init; } = string.Empty;

    /// <summary>The declaration: from its file, or as the container tells it.</summary>
    public DockerContainer? Deployment { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name ?? Path} ({Status})";
}
