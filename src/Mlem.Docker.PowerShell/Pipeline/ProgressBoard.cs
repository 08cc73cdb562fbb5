using System.Diagnostics;
using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Pipeline;

/// <summary>
/// The running activities of a cmdlet. Reports come as often as they like; what is due is at most five records a
/// second, the newest of each activity. An activity that begins while another runs is shown below that one.
/// </summary>
/// <param name="firstId">The activity id of the outermost activity; nested ones count up from it.</param>
internal sealed class ProgressBoard(int firstId)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly object _gate = new();
    private readonly List<Activity> _activities = [];
    private long? _lastTaken;

    /// <summary>Notes a report; the records of finished activities that were shown become due at once.</summary>
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

            if (index >= 0)
                _activities[index].Update(report);
        }
    }

    /// <summary>Declares every activity finished.</summary>
    public void CompleteAll()
    {
        lock (_gate)
        {
            foreach (Activity activity in _activities)
                activity.Update(activity.Latest with { Completed = true });
        }
    }

    /// <summary>How long nothing is due: 0, or <see cref="Timeout.Infinite"/> when nothing is waiting.</summary>
    public int MillisecondsToNext()
    {
        lock (_gate)
        {
            if (_activities.Exists(activity => activity.Latest.Completed))
                return 0;
            if (!_activities.Exists(activity => activity.Changed))
                return Timeout.Infinite;
            return _lastTaken is not long last
                ? 0
                : (int)Math.Max(0, Math.Ceiling((Interval - Stopwatch.GetElapsedTime(last)).TotalMilliseconds));
        }
    }

    /// <summary>The next record that may be shown now, or null.</summary>
    public ProgressRecord? TryTakeDue()
    {
        lock (_gate)
        {
            // What ended is shown as ended whatever the rate, innermost first; what never was on screen is not.
            while (_activities.FindLast(activity => activity.Latest.Completed) is Activity ended)
            {
                _activities.Remove(ended);
                if (ended.Shown)
                    return ended.Take();
            }

            bool due = _lastTaken is not long last || Stopwatch.GetElapsedTime(last) >= Interval;
            if (!due || _activities.Where(activity => activity.Changed).MinBy(activity => activity.LastTaken)
                is not Activity next)
            {
                return null;
            }

            _lastTaken = Stopwatch.GetTimestamp();
            return next.Take();
        }
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
