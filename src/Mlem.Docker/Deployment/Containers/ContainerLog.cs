using System.Diagnostics;
using System.Runtime.CompilerServices;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>A container's log, followed over its restarts.</summary>
internal static class ContainerLog
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // The Engine's own restart stops a container first: for this long an ended one may run again.
    private static readonly TimeSpan Comeback = TimeSpan.FromSeconds(1);

    public static async IAsyncEnumerable<LogLine> ReadAsync(
        DockerEngine engine, string id, LogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!options.Follow)
        {
            await foreach (LogLine line in engine.Containers.ReadLogsAsync(id, options, cancellationToken).ConfigureAwait(false))
                yield return line;
            yield break;
        }

        // The Engine ends the stream when the process ends; times tell where to go on.
        LogOptions next = options with { Timestamps = true };
        DateTimeOffset? last = null;
        while (true)
        {
            await foreach (LogLine line in engine.Containers.ReadLogsAsync(id, next, cancellationToken).ConfigureAwait(false))
            {
                if (last is not null && line.Timestamp <= last && next.Since == last)
                    continue;
                last = line.Timestamp ?? last;
                yield return options.Timestamps ? line : line with { Timestamp = null };
            }

            if (options.Until < DateTimeOffset.UtcNow || !await RunsOnAsync(engine, id, cancellationToken).ConfigureAwait(false))
                yield break;
            next = next with { Since = last ?? next.Since, Tail = last is null ? next.Tail : null };
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> RunsOnAsync(DockerEngine engine, string id, CancellationToken cancellationToken)
    {
        long ended = Stopwatch.GetTimestamp();
        while (true)
        {
            EngineContainer? container = await engine.Containers.FindContainerAsync(id, cancellationToken).ConfigureAwait(false);
            if (container is { State: "running" or "restarting" or "paused" })
                return true;
            if (container is not { State: "exited" } || Stopwatch.GetElapsedTime(ended) > Comeback)
                return false;
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
