namespace Mlem.Docker.Engine;

/// <summary>
/// How long a cancelled build's stream is still read. The Engine looks for the end of its client between two steps and
/// while a RUN works; a layer that it is writing it writes to the end, and only the stream tells which one that is.
/// </summary>
internal sealed class BuildPatience : IDisposable
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);

    // A model's artifacts may be many gigabytes.
    private static readonly TimeSpan Copying = TimeSpan.FromSeconds(30);

    // Lines that were on their way come at once. Who begins another step after that has not heard of the cancelling.
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private volatile BuildStep? _step;
    private volatile bool _endsAtOnce;
    private long _since;

    /// <param name="cancellation">Cancels the build.</param>
    public BuildPatience(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _registration = cancellation.Register(Begin);
    }

    /// <summary>Gets what is cancelled when the stream is no longer waited for.</summary>
    public CancellationToken End => _end.Token;

    /// <summary>Podman looks for its client's end only at the connection, so it is told by closing that.</summary>
    public void EndAtOnce()
    {
        _endsAtOnce = true;
        if (_cancellation.IsCancellationRequested)
            _end.Cancel();
    }

    public void Step(BuildStep step)
    {
        _step = step;
        if (!_cancellation.IsCancellationRequested)
            return;
        if (Volatile.Read(ref _since) is > 0 and var since && TimeProvider.System.GetElapsedTime(since) > OnTheWay)
            _end.Cancel();
        else
            Wait();
    }

    public void Dispose()
    {
        _registration.Dispose();
        _end.Dispose();
    }

    private void Begin()
    {
        if (_endsAtOnce)
        {
            _end.Cancel();
            return;
        }

        Volatile.Write(ref _since, TimeProvider.System.GetTimestamp());
        Wait();
    }

    private void Wait()
    {
        var copies = _step?.Instruction is { } instruction
            && (instruction.StartsWith("COPY", StringComparison.OrdinalIgnoreCase) || instruction.StartsWith("ADD", StringComparison.OrdinalIgnoreCase));
        _end.CancelAfter(copies ? Copying : Usual);
    }
}
