namespace Mlem.Docker.Engine.Transport;

/// <summary>
/// A body that may be silent for long: while it is, the Engine is asked over another connection whether it is still
/// there, and a limit on the silence can be set. Either ends the reading with a <see cref="StreamCutException"/>.
/// </summary>
internal sealed class WatchedStream(Stream inner, TimeSpan longestSilence, TimeSpan pingEvery, Func<CancellationToken, Task> ping)
    : Stream
{
    private const int PingsToFail = 2;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = inner.ReadAsync(buffer, stop.Token).AsTask();
        try
        {
            if (!reading.IsCompleted)
                await WaitAsync(reading, cancellationToken).ConfigureAwait(false);
            return await reading.ConfigureAwait(false);
        }
        catch (StreamCutException) when (!reading.IsCompleted)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task WaitAsync(Task reading, CancellationToken cancellation)
    {
        var silentSince = TimeProvider.System.GetTimestamp();
        var failedPings = 0;
        while (true)
        {
            var silence = TimeProvider.System.GetElapsedTime(silentSince);
            var left = longestSilence == Timeout.InfiniteTimeSpan ? pingEvery : longestSilence - silence;
            if (left <= TimeSpan.Zero)
                throw new StreamCutException($"it was silent for more than {longestSilence.TotalSeconds:0} seconds");
            await Task.WhenAny(reading, Task.Delay(left < pingEvery ? left : pingEvery, cancellation)).ConfigureAwait(false);
            // A cancelled reading ends by itself and says so.
            if (reading.IsCompleted || cancellation.IsCancellationRequested)
                return;
            failedPings = await AnswersAsync(cancellation).ConfigureAwait(false) ? 0 : failedPings + 1;
            if (failedPings >= PingsToFail)
                throw new StreamCutException("the Engine no longer answers");
        }
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
