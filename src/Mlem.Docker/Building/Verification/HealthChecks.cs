using System.Diagnostics;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>
/// Has a container's health check run where the Engine would not: Podman hands it to systemd, and where there is none its
/// health stays as it began. An Engine that runs its checks itself is left to do so.
/// </summary>
internal sealed class HealthChecks(DockerEngine engine)
{
    // Whoever waits for a container wants to know soon; how long it may fail is the check's own affair.
    private static readonly TimeSpan Hurry = TimeSpan.FromSeconds(1);

    private bool? _needed;
    private long _last;

    /// <summary>The container as it is, after a check that was due.</summary>
    /// <param name="container">The container as it was just seen.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<EngineContainer> LookAsync(EngineContainer container, CancellationToken cancellationToken)
    {
        if (!engine.IsPodman || container is not { State: "running", Health: not (null or "healthy"), Healthcheck: { } check })
            return container;
        // A check that was run before is one of systemd's, unless it was ours.
        _needed ??= !container.HealthWasChecked;
        if (!_needed.Value)
            return container;
        if (_last != 0 && Stopwatch.GetElapsedTime(_last) < (check.Interval < Hurry ? check.Interval : Hurry))
            return Patiently(container, check);
        try
        {
            await engine.Containers.RunHealthCheckAsync(container.Id, cancellationToken).ConfigureAwait(false);
            _last = Stopwatch.GetTimestamp();
            return Patiently(await engine.Containers.FindContainerAsync(container.Id, cancellationToken).ConfigureAwait(false) ?? container, check);
        }
        catch (EngineException)
        {
            // A container that ends, or restarts, is what the caller sees next.
            return container;
        }
    }

    // Checked in a hurry, it fails more often than it may in its own rhythm.
    private static EngineContainer Patiently(EngineContainer container, ImageHealthcheck check) =>
        container is { Health: "unhealthy", StartedAt: { } start } && DateTime.UtcNow - start < check.Allowance
            ? container with { Health = "starting" } : container;
}
