using System.Globalization;
using Docker.DotNet.Models;

namespace Mlem.Docker.Engine;

/// <summary>A container as it is (<c>GET /containers/{id}/json</c>).</summary>
public sealed record EngineContainer
{
    /// <summary>The container's id: 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, without the slash that the Engine puts before it.</summary>
    public required string Name { get; init; }

    /// <summary>The id of the image that it runs.</summary>
    public string ImageId { get; init; } = string.Empty;

    /// <summary>The image as it was named when the container was made.</summary>
    public string Image { get; init; } = string.Empty;

    /// <summary>Docker's word for its state: created, running, paused, restarting, removing, exited or dead.</summary>
    public string State { get; init; } = string.Empty;

    /// <summary>The exit code of its last run; 0 while it runs.</summary>
    public int ExitCode { get; init; }

    /// <summary>Why it could not be started, in the Engine's words; empty without an error.</summary>
    public string Error { get; init; } = string.Empty;

    /// <summary>True when it was ended for want of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Its health: starting, healthy or unhealthy; null without a health check.</summary>
    public string? Health { get; init; }

    /// <summary>The last output of its health check; null without one.</summary>
    public string? HealthOutput { get; init; }

    /// <summary>True when its health check has been run since its start.</summary>
    internal bool HealthWasChecked { get; init; }

    /// <summary>Its health check; null without one.</summary>
    internal ImageHealthcheck? Healthcheck { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime Created { get; init; }

    /// <summary>When it last started, UTC; null when it never did.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>When it last ended, UTC; null when it never did.</summary>
    public DateTime? FinishedAt { get; init; }

    /// <summary>How often its restart policy has restarted it.</summary>
    public int RestartCount { get; init; }

    /// <summary>Its ports as they really are; none are published while it does not run.</summary>
    public IReadOnlyList<EnginePort> Ports { get; init; } = [];

    /// <summary>Its labels, those of the image included.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Its networks by name, each with its address there; the address is empty while it does not run.</summary>
    public IReadOnlyDictionary<string, string> Networks { get; init; } = new Dictionary<string, string>();

    /// <summary>The Engine's own addresses in its networks.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>Its environment, as <c>NAME=value</c>; values may be secrets.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Its command, the image's where it has none of its own.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>How long it has for its end before it is killed; null for the Engine's 10 seconds.</summary>
    public TimeSpan? StopTimeout { get; init; }

    /// <summary>True when it has a terminal, so that its output is one stream.</summary>
    public bool HasTerminal { get; init; }

    /// <summary>True when the Engine removes it by itself at its end.</summary>
    public bool AutoRemove { get; init; }

    /// <summary>True while it runs, paused or not.</summary>
    public bool IsRunning { get; init; }

    internal static EngineContainer From(ContainerInspectResponse container)
    {
        var state = container.State;
        return new EngineContainer
        {
            Id = EngineImage.KnownId(container.ID),
            Name = (container.Name ?? string.Empty).TrimStart('/'),
            ImageId = container.Image ?? string.Empty,
            Image = container.Config?.Image ?? string.Empty,
            State = DockersState(state?.Status),
            ExitCode = (int)(state?.ExitCode ?? 0),
            Error = state?.Error ?? string.Empty,
            OutOfMemory = state?.OOMKilled ?? false,
            // "none" is the word of some Engines for "no health check".
            Health = state?.Health?.Status is { Length: > 0 } health && health != "none" ? health : null,
            HealthOutput = state?.Health?.Log is { Count: > 0 } log ? log[^1].Output : null,
            HealthWasChecked = state?.Health?.Log is { Count: > 0 },
            Healthcheck = ImageHealthcheck.From(container.Config?.Healthcheck),
            Created = container.Created.ToUniversalTime(),
            StartedAt = Moment(state?.StartedAt),
            FinishedAt = Moment(state?.FinishedAt),
            RestartCount = (int)container.RestartCount,
            Ports = EnginePort.From(container.NetworkSettings?.Ports),
            Labels = EngineImage.Copy(container.Config?.Labels),
            Networks = container.NetworkSettings?.Networks?.ToDictionary(one => one.Key, one => one.Value?.IPAddress ?? string.Empty)
                ?? [],
            Gateways = [.. container.NetworkSettings?.Networks?.Values.SelectMany(one => new[] { one?.Gateway, one?.IPv6Gateway })
                .Where(address => !string.IsNullOrEmpty(address)).Select(address => address!) ?? []],
            Environment = [.. container.Config?.Env ?? []],
            Command = [.. container.Config?.Cmd ?? []],
            StopTimeout = container.Config?.StopTimeout,
            HasTerminal = container.Config?.Tty ?? false,
            AutoRemove = container.HostConfig?.AutoRemove ?? false,
            IsRunning = state?.Running ?? false,
        };
    }

    /// <summary>Docker's word for a state that Podman calls otherwise for a moment.</summary>
    internal static string DockersState(string? state) => state switch
    {
        "configured" or "initialized" => "created",
        // It still runs, as one that Docker is stopping.
        "stopping" => "running",
        "stopped" => "exited",
        _ => state ?? string.Empty,
    };

    // Docker writes "never" as the year 1.
    private static DateTime? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && moment.Year > 1
            ? moment.UtcDateTime
            : null;
}
