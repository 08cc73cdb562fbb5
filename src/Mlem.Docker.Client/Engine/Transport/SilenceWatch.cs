namespace Mlem.Docker.Engine.Transport;

/// <summary>
/// Waits for something that may take long: meanwhile the Engine is asked over another connection whether it is still
/// there, and a limit on the silence can be set.
/// </summary>
internal sealed class SilenceWatch(TimeSpan longestSilence, TimeSpan pingEvery, Func<CancellationToken, Task> ping)
{
    private const int PingsToFail = 2;

    /// <summary>Returns when the task is done, or the caller no longer wants it.</summary>
    /// <exception cref="StreamCutException">The silence is too long, or the Engine is gone.</exception>
    public async Task WaitAsync(Task reading, CancellationToken cancellation)
    {
        var silentSince = TimeProvider.System.GetTimestamp();
        var failedPings = 0;
        while (!reading.IsCompleted)
        {
            var silence = TimeProvider.System.GetElapsedTime(silentSince);
            var left = longestSilence == Timeout.InfiniteTimeSpan ? pingEvery : longestSilence - silence;
            if (left <= TimeSpan.Zero)
                throw new StreamCutException(Messages.FormatItWasSilentForMoreThan($"{longestSilence.TotalSeconds:0}"));
            await DoneOrLateAsync(reading, left < pingEvery ? left : pingEvery, cancellation).ConfigureAwait(false);
            // A cancelled reading ends by itself and says so.
            if (reading.IsCompleted || cancellation.IsCancellationRequested)
                return;
            failedPings = await AnswersAsync(cancellation).ConfigureAwait(false) ? 0 : failedPings + 1;
            if (failedPings >= PingsToFail)
                throw new StreamCutException(Messages.EngineNoLongerAnswers);
        }
    }

    // The timer goes with the wait: a stream of many small reads would else leave one for each of them.
    private static async Task DoneOrLateAsync(Task reading, TimeSpan limit, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(reading, Task.Delay(limit, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await ping(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (error is MlemException or IOException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}
