using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>
/// Sees whether a container serves: on its port from here, and where that does not lead to it, from inside the container.
/// </summary>
internal sealed class ReadinessView(DockerEngine engine, string id, ReadinessRule rule, IOperationObserver observer) : IAsyncDisposable
{
    // Most servers answer within it where they can be reached; a command in the container costs them time.
    private static readonly TimeSpan OutsideFirst = TimeSpan.FromSeconds(1);

    private InsideProbe? _inside;
    private bool? _own;

    public async Task<bool> IsReadyAsync(EngineContainer container, TimeSpan waited, CancellationToken cancellationToken)
    {
        if (container.Health == "healthy")
            return true;
        if (rule.Port is not { } port)
            return container.Health is null && waited > Readiness.Moment;

        IReadOnlyList<(string Host, int Port)> ways = HttpProbe.Ways(engine.Endpoint, container, port);
        bool own = _own ??= ClientView.IsOwn(engine.Endpoint, container.Gateways);
        bool seen = await AnswersAsync(ways, cancellationToken).ConfigureAwait(false);
        if (seen && own)
            return true;

        // What answers may be another program than the container's where this network is not the Engine's.
        if (_inside is null && (ways.Count == 0 || !own || waited > OutsideFirst))
            _inside = new InsideProbe(engine, id, port);
        if (_inside is { Answered: true })
        {
            if (!await AnswersAsync(ways, cancellationToken).ConfigureAwait(false))
                observer.Verbose(Messages.FormatContainerServesOutOfReach(container.Name, port));
            return true;
        }

        bool unknown = _inside is { Impossible: true };
        if (unknown && (seen || ways.Count == 0))
            return seen || (container.Health is null && waited > Readiness.Moment);
        return !rule.Certain && container.Health is null && waited > Readiness.Grace;
    }

    public ValueTask DisposeAsync() => _inside?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<bool> AnswersAsync(IReadOnlyList<(string Host, int Port)> ways, CancellationToken cancellationToken)
    {
        foreach ((string host, int port) in ways)
        {
            if (await HttpProbe.AnswersAsync(host, port, cancellationToken).ConfigureAwait(false))
                return true;
        }

        return false;
    }
}
