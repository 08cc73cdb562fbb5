using Docker.DotNet.Models;
using Mlem.Docker.Engine;

namespace Mlem.Docker;

/// <summary>A task of a service: one container on one machine, from its plan to its end (<c>GET /tasks</c>).</summary>
public sealed record EngineTask
{
    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>The service's id.</summary>
    public string ServiceId { get; init; } = string.Empty;

    /// <summary>Which of the replicas it is, counted from 1.</summary>
    public int Slot { get; init; }

    /// <summary>The machine that it runs on; null as long as there is none for it.</summary>
    public string? NodeId { get; init => field = TerminalText.Clean(value); }

    /// <summary>Docker's word for what it is: new, pending, assigned, preparing, starting, running, complete, failed, rejected, shutdown and others.</summary>
    public string State { get; init => field = TerminalText.Clean(value); } = string.Empty;

    /// <summary>Docker's word for what it shall be: running, shutdown, remove.</summary>
    public string DesiredState { get; init => field = TerminalText.Clean(value); } = string.Empty;

    /// <summary>Why it failed or does not start, in the Engine's words; empty without an error.</summary>
    public string Error { get; init => field = TerminalText.Clean(value); } = string.Empty;

    /// <summary>Its exit code; null as long as it has not ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Its container; null as long as there is none.</summary>
    public string? ContainerId { get; init => field = TerminalText.Clean(value); }

    /// <summary>The image that it runs.</summary>
    public string Image { get; init => field = TerminalText.Clean(value); } = string.Empty;

    /// <summary>When its state last changed, UTC.</summary>
    public DateTime? Since { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime? Created { get; init; }

    /// <summary>The labels of its container that the service gave it.</summary>
    internal IReadOnlyDictionary<string, string> ContainerLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>Ports that are published on its machine only.</summary>
    internal IReadOnlyList<EngineServicePort> HostPorts { get; init; } = [];

    /// <summary>True when it shall run, and does.</summary>
    internal bool Serves => State == "running" && DesiredState == "running";

    /// <summary>True when it ended although it should not have.</summary>
    internal bool Failed => State is "failed" or "rejected" or "orphaned" || (State == "complete" && DesiredState != "remove");

    /// <summary>True when it has come to its end.</summary>
    internal bool Ended => State is "complete" or "failed" or "rejected" or "shutdown" or "orphaned" or "remove";

    /// <summary>The task in one line: its replica, its state and what went wrong.</summary>
    public override string ToString() => $"{Slot}: {State}{(ExitCode is { } code ? $" ({code})" : string.Empty)}{(Error.Length > 0 ? $", {Error}" : string.Empty)}";

    internal static EngineTask From(TaskResponse task)
    {
        string state = Word(task.Status?.State);
        ContainerStatus? container = task.Status?.ContainerStatus;
        return new EngineTask
        {
            Id = EngineImage.KnownId(task.ID),
            ServiceId = task.ServiceID ?? string.Empty,
            Slot = (int)(task.Slot ?? 0),
            NodeId = task.NodeID is { Length: > 0 } node ? node : null,
            State = state,
            DesiredState = Word(task.DesiredState),
            Error = task.Status?.Err ?? string.Empty,
            ExitCode = state is "complete" or "failed" or "shutdown" ? (int?)container?.ExitCode : null,
            ContainerId = container?.ContainerID is { Length: > 0 } id ? id : null,
            Image = task.Spec?.ContainerSpec?.Image ?? string.Empty,
            Since = EngineMoment.Known(task.Status?.Timestamp),
            Created = EngineMoment.Known(task.CreatedAt),
            ContainerLabels = EngineImage.Copy(task.Spec?.ContainerSpec?.Labels),
            HostPorts = [.. (task.Status?.PortStatus?.Ports ?? []).Select(EngineServicePort.From)],
        };
    }

    private static string Word(TaskState? state) => state?.ToString().ToLowerInvariant() ?? string.Empty;
}
