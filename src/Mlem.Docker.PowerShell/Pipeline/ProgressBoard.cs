using System.Diagnostics;
using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Pipeline;

/// <summary>
/// The running activities of a cmdlet. Reports come as often as they like; what is due is at most five records a
/// second, the newest of each activity, those of ended ones among them. An activity that begins while another runs is
/// shown below that one.
/// </summary>
/// <param name="firstId">The activity id of the outermost activity; nested ones count up from it.</param>
/// <param name="rate">When records were shown last; those of other boards that share it count as well.</param>
internal sealed class ProgressBoard(int firstId, ProgressRate rate)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly object _gate = new();
    private readonly List<Activity> _activities = [];
    private bool _ending;

    /// <summary>Notes a report; of an activity that ended before it was shown, nothing will be.</summary>
    public void Report(OperationProgress report)
    {
        lock (_gate)
        {
            int index = _activities.FindIndex(activity => activity.Latest.Activity == report.Activity);
            if (index < 0 && !report.Completed)
            {
                index = _activities.Count;
                int parent = _activities.Count == 0 ? -1 : _activities[^1].Id;
                _activities.Add(new Activity(FreeId(), parent, report));
            }

            if (index < 0)
                return;
            _activities[index].Update(report);
            if (report.Completed && !_activities[index].Shown)
                _activities.RemoveAt(index);
        }
    }

    /// <summary>Declares every activity finished; the records of those that were shown are due at once, whatever the rate.</summary>
    public void CompleteAll()
    {
        lock (_gate)
        {
            _activities.RemoveAll(activity => !activity.Shown);
            foreach (Activity activity in _activities)
                activity.Update(activity.Latest with { Completed = true });
            _ending = _activities.Count > 0;
        }
    }

    /// <summary>Forgets every activity: the pipeline has stopped, and PowerShell takes away what it shows of it.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            rate.Shown -= _activities.Count(activity => activity.Shown);
            _activities.Clear();
            _ending = false;
        }
    }

    /// <summary>How long nothing is due: 0, or <see cref="Timeout.Infinite"/> when nothing is waiting.</summary>
    public int MillisecondsToNext()
    {
        lock (_gate)
        {
            if (_ending)
                return 0;
            if (_activities.Exists(activity => activity.Latest.Completed))
                return Milliseconds(rate.Wait(TimeSpan.Zero, ProgressRate.MostPerSecond));
            return Next() is { } next ? Milliseconds(rate.Wait(Interval, Room(next))) : Timeout.Infinite;
        }
    }

    /// <summary>The next record that may be shown now, or null.</summary>
    public ProgressRecord? TryTakeDue()
    {
        lock (_gate)
        {
            // What ended comes first, innermost first.
            if (_activities.FindLast(activity => activity.Latest.Completed) is { } ended)
            {
                if (!_ending && rate.Wait(TimeSpan.Zero, ProgressRate.MostPerSecond) > TimeSpan.Zero)
                    return null;
                _activities.Remove(ended);
                _ending &= _activities.Count > 0;
                return Take(ended);
            }

            return Next() is { } next && rate.Wait(Interval, Room(next)) <= TimeSpan.Zero ? Take(next) : null;
        }
    }

    private Activity? Next() => _activities.Where(activity => activity.Changed).MinBy(activity => activity.LastTaken);

    // Of the five, as many are left for the ends as activities are then shown, so that these never have to wait.
    private int Room(Activity next) => Math.Max(1, ProgressRate.MostPerSecond - rate.Shown - (next.Shown ? 0 : 1));

    private static int Milliseconds(TimeSpan time) => (int)Math.Max(0, Math.Ceiling(time.TotalMilliseconds));

    private ProgressRecord Take(Activity activity)
    {
        rate.Note();
        rate.Shown += activity.Latest.Completed ? -1 : activity.Shown ? 0 : 1;
        return activity.Take();
    }

    private int FreeId()
    {
        int id = firstId;
        while (_activities.Exists(activity => activity.Id == id))
            id++;
        return id;
    }

    private sealed class Activity(int id, int parentId, OperationProgress first)
    {
        public int Id => id;

        public OperationProgress Latest { get; private set; } = first;

        public bool Changed { get; private set; }

        public long LastTaken { get; private set; }

        public bool Shown => LastTaken != 0;

        public void Update(OperationProgress report)
        {
            Latest = report;
            Changed = true;
        }

        public ProgressRecord Take()
        {
            Changed = false;
            LastTaken = Stopwatch.GetTimestamp();
            return new ProgressRecord(id, Text(Latest.Activity), Text(Latest.Status))
            {
                ParentActivityId = parentId,
                PercentComplete = Math.Clamp(Latest.PercentComplete, -1, 100),
                CurrentOperation = Latest.CurrentOperation,
                RecordType = Latest.Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            };
        }

        // A progress record refuses empty texts.
        private static string Text(string text) => string.IsNullOrEmpty(text) ? " " : text;
    }
}
