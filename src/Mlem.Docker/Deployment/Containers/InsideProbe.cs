using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Asks a container's server from inside the container until it answers, beside whatever else is tried.</summary>
internal sealed class InsideProbe : IAsyncDisposable
{
    // One command in the container waits this long for the server, instead of a new one every time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task<bool> _asking;

    public InsideProbe(DockerEngine engine, string container, int port) => _asking = AskAsync(engine, container, port, _stop.Token);

    /// <summary>Gets whether the server has answered.</summary>
    public bool Answered => _asking.IsCompletedSuccessfully && _asking.Result;

    /// <summary>Gets whether the container has no program with which it could be asked.</summary>
    public bool Impossible => _asking.IsCompletedSuccessfully && !_asking.Result;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await ((Task)_asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>Asks once.</summary>
    public static async Task<bool> AnswersAsync(DockerEngine engine, string container, int port, CancellationToken cancellationToken)
    {
        try
        {
            return (await engine.Inside.ConnectInsideAsync(container, port, TimeSpan.Zero, cancellationToken).ConfigureAwait(false)).Connection is { } connection
                && await AnswersAsync(connection, port, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException)
        {
            // It ended, or is another Engine's.
            return false;
        }
    }

    private static async Task<bool> AnswersAsync(Stream connection, int port, CancellationToken cancellationToken)
    {
        await using (connection.ConfigureAwait(false))
            return await HttpProbe.AnswersAsync(connection, port, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> AskAsync(DockerEngine engine, string container, int port, CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (true)
        {
            try
            {
                TunnelAttempt attempt = await engine.Inside.ConnectInsideAsync(container, port, Patience, cancellationToken).ConfigureAwait(false);
                if (!attempt.Possible)
                    return false;
                if (attempt.Connection is { } connection && await AnswersAsync(connection, port, cancellationToken).ConfigureAwait(false))
                    return true;
            }
            catch (EngineException)
            {
                // A container that ends, or restarts, is what the start itself sees.
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
