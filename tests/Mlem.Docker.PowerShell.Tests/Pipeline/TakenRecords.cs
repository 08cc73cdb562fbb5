using System.Diagnostics;
using System.Management.Automation;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Tests.Pipeline;

/// <summary>The records that boards let out, each with its time.</summary>
internal sealed class TakenRecords(params ProgressBoard[] boards)
{
    private readonly List<(TimeSpan At, ProgressRecord Record)> _taken = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public TimeSpan Elapsed => _clock.Elapsed;

    public IReadOnlyList<ProgressRecord> Records => [.. _taken.Select(taken => taken.Record)];

    public void Take()
    {
        foreach (ProgressBoard board in boards)
        {
            while (board.TryTakeDue() is { } record)
                _taken.Add((_clock.Elapsed, record));
        }
    }

    public void AreAtMostFiveInAnySecond() => Assert.All(_taken.Index(), pair => Assert.True(
        pair.Index < 5 || pair.Item.At - _taken[pair.Index - 5].At > TimeSpan.FromMilliseconds(999), $"Six records up to {pair.Item.At}."));
}
