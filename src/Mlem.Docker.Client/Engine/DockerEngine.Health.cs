using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
    /// <summary>
    /// Runs a container's health check once, now (Podman's own <c>GET /libpod/containers/{id}/healthcheck</c>), and so brings its
    /// health up to date. Only Podman can; it leaves the checks to timers of systemd, which are not everywhere.
    /// </summary>
    /// <param name="id">The container, which runs.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False where the Engine cannot do it.</returns>
    /// <exception cref="EngineException">The container does not run, or the Engine failed.</exception>
    internal async Task<bool> RunHealthCheckAsync(string id, CancellationToken cancellationToken)
    {
        if (_podman is null)
            return false;
        // The check itself may take as long as it likes, within its own timeout.
        var request = new EngineRequest("GET", $"/v{_podman}/libpod/containers/{EnginePath.Checked(id)}/healthcheck") { Unversioned = true };
        await using var exchange = await _connection
            .OpenAsync(About(Messages.RunningCommandIn, id), request, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
