namespace Mlem.Docker.Engine;

/// <summary>
/// Passes on at most five progress reports a second, in order and on the caller's thread. The first report of an
/// activity and its last one always come through.
/// </summary>
internal sealed class ThrottledObserver(IOperationObserver inner, TimeProvider? clock = null) : IOperationObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly object _order = new();
    private long _last;
    private bool _reported;

    public void Verbose(string message) => inner.Verbose(message);

    public void Debug(string message) => inner.Debug(message);

    public void Warning(string message) => inner.Warning(message);

    public void Progress(OperationProgress progress)
    {
        lock (_order)
        {
            if (!progress.Completed && _reported && _clock.GetElapsedTime(_last) < Interval)
                return;
            _last = _clock.GetTimestamp();
            _reported = !progress.Completed;
            inner.Progress(progress);
        }
    }
}
