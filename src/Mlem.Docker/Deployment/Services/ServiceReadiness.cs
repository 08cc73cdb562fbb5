using System.Diagnostics;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>
/// Whether tasks that run serve. With a health check running means healthy. Without one, those on this machine are asked
/// on their port by their own addresses; of the others running for a moment must do.
/// </summary>
internal sealed class ServiceReadiness(DockerEngine engine, ReadinessRule rule, bool hasHealthcheck)
{
    // The network by which a machine reaches the containers of the swarm that it runs.
    private const string Bridge = "docker_gwbridge";

    private static readonly TimeSpan OutsideFirst = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, long> _seen = [];
    private readonly HashSet<string> _ready = [];

    public async Task<bool> AreReadyAsync(IReadOnlyList<EngineTask> tasks, CancellationToken cancellationToken)
    {
        if (hasHealthcheck)
            return true;
        EngineNetwork? bridge = rule.Port is null ? null : await engine.FindNetworkAsync(Bridge, cancellationToken).ConfigureAwait(false);
        bool all = true;
        foreach (EngineTask task in tasks.Where(t => !_ready.Contains(t.Id)))
        {
            _seen.TryAdd(task.Id, Stopwatch.GetTimestamp());
            if (await IsReadyAsync(task, bridge, cancellationToken).ConfigureAwait(false))
                _ready.Add(task.Id);
            else
                all = false;
        }

        return all;
    }

    private async Task<bool> IsReadyAsync(EngineTask task, EngineNetwork? bridge, CancellationToken cancellationToken)
    {
        TimeSpan waited = Stopwatch.GetElapsedTime(_seen[task.Id]);
        if (rule.Port is not { } port || await WaysAsync(task, bridge, port, cancellationToken).ConfigureAwait(false) is not { Count: > 0 } ways)
            return waited > Readiness.Moment;
        foreach ((string host, int hostPort) in ways)
        {
            if (await HttpProbe.AnswersAsync(host, hostPort, cancellationToken).ConfigureAwait(false))
                return true;
        }

        // Where this network is not the Engine's, the container is asked from inside.
        if (waited > OutsideFirst && task.ContainerId is { } id && await InsideProbe.AnswersAsync(engine, id, port, cancellationToken).ConfigureAwait(false))
            return true;
        return !rule.Certain && waited > Readiness.Grace;
    }

    private async Task<List<(string Host, int Port)>> WaysAsync(
        EngineTask task, EngineNetwork? bridge, int port, CancellationToken cancellationToken)
    {
        List<(string, int)> ways = [];
        if (engine.Endpoint.Scheme != EndpointScheme.Unix || task.ContainerId is not { } id
            || await engine.Containers.FindContainerAsync(id, cancellationToken).ConfigureAwait(false) is not { } container)
        {
            return ways;
        }

        if (OperatingSystem.IsLinux() && bridge?.Addresses.GetValueOrDefault(id) is { Length: > 0 } address)
            ways.Add((address, port));
        if (ways.Count == 0)
        {
            ways.AddRange(HttpProbe.Ways(engine.Endpoint, container, port)
                .Where(w => !OperatingSystem.IsLinux() || w.Host is "127.0.0.1" or "::1" || container.Networks.ContainsKey("bridge")));
        }

        return ways;
    }
}
