using System.Diagnostics;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Mlem.Docker.PowerShell.Pipeline;

/// <summary>
/// When the last records of progress were shown, by all cmdlets of a pipeline together: the one that emits an object waits
/// while the next one works on it. To be used on the pipeline thread.
/// </summary>
internal sealed class ProgressRate
{
    /// <summary>How many records a second may have.</summary>
    public const int MostPerSecond = 5;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly ConditionalWeakTable<Runspace, ProgressRate> Rates = [];

    private readonly Queue<long> _taken = [];

    /// <summary>The one of the runspace that runs on this thread.</summary>
    public static ProgressRate Current =>
        Runspace.DefaultRunspace is Runspace runspace ? Rates.GetOrCreateValue(runspace) : new ProgressRate();

    /// <summary>How many activities are shown now, each of which will need a record for its end.</summary>
    public int Shown { get; set; }

    /// <summary>Notes that a record was shown.</summary>
    public void Note()
    {
        _taken.Enqueue(Stopwatch.GetTimestamp());
        if (_taken.Count > MostPerSecond)
            _taken.Dequeue();
    }

    /// <summary>How long until this long after the last record, and until fewer than so many of them are of the last second.</summary>
    public TimeSpan Wait(TimeSpan afterLast, int most)
    {
        if (_taken.Count == 0)
            return TimeSpan.Zero;
        TimeSpan wait = afterLast - Stopwatch.GetElapsedTime(_taken.Last());
        if (_taken.Count < most)
            return wait;
        TimeSpan room = Second - Stopwatch.GetElapsedTime(_taken.ElementAt(_taken.Count - most));
        return room > wait ? room : wait;
    }
}
