using System.Text.Json;
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
    public string? NodeId { get; init; }

    /// <summary>Docker's word for what it is: new, pending, assigned, preparing, starting, running, complete, failed, rejected, shutdown and others.</summary>
    public string State { get; init; } = string.Empty;

    /// <summary>Docker's word for what it shall be: running, shutdown, remove.</summary>
    public string DesiredState { get; init; } = string.Empty;

    /// <summary>Why it failed or does not start, in the Engine's words; empty without an error.</summary>
    public string Error { get; init; } = string.Empty;

    /// <summary>Its exit code; null as long as it has not ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Its container; null as long as there is none.</summary>
    public string? ContainerId { get; init; }

    /// <summary>The image that it runs.</summary>
    public string Image { get; init; } = string.Empty;

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

    internal static EngineTask From(JsonElement answer)
    {
        JsonElement? task = answer;
        string state = task.Text("Status", "State") ?? string.Empty;
        bool ended = state is "complete" or "failed" or "shutdown";
        return new EngineTask
        {
            Id = EngineImage.KnownId(task.Text("ID")),
            ServiceId = task.Text("ServiceID") ?? string.Empty,
            Slot = (int)(task.Number("Slot") ?? 0),
            NodeId = task.Text("NodeID") is { Length: > 0 } node ? node : null,
            State = state,
            DesiredState = task.Text("DesiredState") ?? string.Empty,
            Error = task.Text("Status", "Err") ?? string.Empty,
            ExitCode = ended ? (int?)task.Number("Status", "ContainerStatus", "ExitCode") : null,
            ContainerId = task.Text("Status", "ContainerStatus", "ContainerID") is { Length: > 0 } container ? container : null,
            Image = task.Text("Spec", "ContainerSpec", "Image") ?? string.Empty,
            Since = task.Moment("Status", "Timestamp"),
            Created = task.Moment("CreatedAt"),
            ContainerLabels = task.Texts("Spec", "ContainerSpec", "Labels"),
            HostPorts = [.. task.Items("Status", "PortStatus", "Ports").Select(EngineServicePort.From)],
        };
    }
}
