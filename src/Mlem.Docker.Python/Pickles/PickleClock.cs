using System.Diagnostics;

namespace Mlem.Docker.Python.Pickles;

/// <summary>Ends the reading of a pickle when it was cancelled, or takes too long.</summary>
internal sealed class PickleClock(TimeSpan most, CancellationToken cancellationToken)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public void Check(long offset)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Stopwatch.GetElapsedTime(_start) > most)
            throw new PickleException(PickleFault.TooSlow, offset);
    }
}
