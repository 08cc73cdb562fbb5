using System.Management.Automation;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Tests.Support;
using Block = System.Func<
    Mlem.Docker.PowerShell.Tests.Pipeline.TestAsyncBlockCommand,
    System.Threading.CancellationToken,
    System.Threading.Tasks.Task>;

namespace Mlem.Docker.PowerShell.Tests.Pipeline;

public sealed class ProgressTests
{
    [Fact]
    public void Many_reports_become_at_most_five_records_a_second_and_a_completed_one()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        IReadOnlyList<ProgressRecord> records = Records(async (cmdlet, stop) =>
        {
            for (int i = 0; i <= 100; i++)
            {
                for (int burst = 0; burst < 50; burst++)
                    cmdlet.Reports.Progress(new("Building", $"Step {i}", i));
                await Task.Delay(10, stop);
            }
        });

        int allowed = 1 + (int)(clock.Elapsed.TotalSeconds * 5);
        Assert.InRange(records.Count, 3, allowed);
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
        Assert.Single(records, record => record.RecordType == ProgressRecordType.Completed);
    }

    [Fact]
    public void Many_short_activities_are_at_most_five_records_in_any_second_and_each_that_was_shown_is_completed()
    {
        var board = new ProgressBoard(1, new ProgressRate());
        var taken = new TakenRecords(board);
        for (int i = 0; taken.Elapsed < TimeSpan.FromSeconds(2); i++)
        {
            board.Report(new($"Model {i}", "Writing"));
            taken.Take();
            board.CompleteAll();
            taken.Take();
        }

        Assert.True(taken.Records.Count >= 6, $"Only {taken.Records.Count} records in two seconds.");
        taken.AreAtMostFiveInAnySecond();
        Assert.Equal(
            taken.Records.Where(t => t.RecordType == ProgressRecordType.Processing).Select(t => t.Activity),
            taken.Records.Where(t => t.RecordType == ProgressRecordType.Completed).Select(t => t.Activity));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Nested_activities_are_at_most_five_records_in_any_second_their_ends_among_them(int nested)
    {
        var board = new ProgressBoard(1, new ProgressRate());
        var taken = new TakenRecords(board);
        for (int i = 0; taken.Elapsed < TimeSpan.FromSeconds(3); i++)
        {
            for (int level = 0; level < nested; level++)
                board.Report(new($"Level {level}", $"Step {i}"));
            taken.Take();
        }

        board.CompleteAll();
        taken.Take();
        Assert.Equal(nested, taken.Records.Count(t => t.RecordType == ProgressRecordType.Completed));
        taken.AreAtMostFiveInAnySecond();
    }

    [Fact]
    public void Cmdlets_of_one_pipeline_share_the_rate_and_one_that_was_stopped_leaves_it_to_the_others()
    {
        var rate = new ProgressRate();
        var stopped = new ProgressBoard(300, rate);
        stopped.Report(new("Stopped", "Step 0"));
        Assert.NotNull(stopped.TryTakeDue());
        stopped.Abandon();
        Assert.Equal(0, rate.Shown);

        var outer = new ProgressBoard(100, rate);
        var inner = new ProgressBoard(200, rate);
        var taken = new TakenRecords(inner, outer);

        // The one that emits is shown first, and waits for the other.
        outer.Report(new("Building", "Step 0"));
        Assert.True(SpinWait.SpinUntil(() => outer.MillisecondsToNext() == 0, TimeSpan.FromSeconds(5)));
        taken.Take();
        for (int i = 0; taken.Elapsed < TimeSpan.FromSeconds(2.5); i++)
        {
            inner.Report(new("Waiting", $"Step {i}"));
            taken.Take();
        }

        inner.CompleteAll();
        outer.CompleteAll();
        taken.Take();
        Assert.Equal(2, taken.Records.Count(t => t.RecordType == ProgressRecordType.Completed));
        Assert.True(taken.Records.Count(t => t.Activity == "Waiting") > 2, $"Only {taken.Records.Count} records.");
        taken.AreAtMostFiveInAnySecond();
        Assert.Equal(0, rate.Shown);
    }

    [Fact]
    public void Blocks_of_one_cmdlet_share_the_rate()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Block block = (cmdlet, _) =>
        {
            cmdlet.Reports.Progress(new("Writing", "a file"));
            cmdlet.OnPipelineThread(() => 0);
            return Task.CompletedTask;
        };
        using var session = new Session();
        IReadOnlyList<ProgressRecord> records = session.Invoke("param($block) 1..200 | Test-AsyncBlock -Block $block", block).Progress;

        Assert.InRange(records.Count, 2, 5 * (1 + (int)clock.Elapsed.TotalSeconds));
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
    }

    [Fact]
    public void An_activity_inside_another_names_it_as_its_parent()
    {
        var board = new ProgressBoard(100, new ProgressRate());
        board.Report(new("Building", "Step 1"));
        ProgressRecord outer = board.TryTakeDue()!;
        board.Report(new("Pulling", "Layer 1"));

        Assert.Null(board.TryTakeDue());
        Assert.InRange(board.MillisecondsToNext(), 1, 200);
        Assert.True(SpinWait.SpinUntil(() => board.MillisecondsToNext() == 0, TimeSpan.FromSeconds(5)));
        ProgressRecord inner = board.TryTakeDue()!;

        Assert.Equal((100, -1), (outer.ActivityId, outer.ParentActivityId));
        Assert.Equal((101, 100), (inner.ActivityId, inner.ParentActivityId));
    }

    [Fact]
    public void What_was_shown_is_completed_innermost_first_and_what_was_not_shown_is_never_mentioned()
    {
        var board = new ProgressBoard(1, new ProgressRate());
        board.Report(new("Outer", "a"));
        board.TryTakeDue();
        board.Report(new("Inner", "b"));
        board.CompleteAll();

        ProgressRecord only = board.TryTakeDue()!;

        Assert.Equal(("Outer", ProgressRecordType.Completed), (only.Activity, only.RecordType));
        Assert.Null(board.TryTakeDue());
        Assert.Equal(Timeout.Infinite, board.MillisecondsToNext());
    }

    [Fact]
    public void A_failure_completes_the_progress_as_well()
    {
        IReadOnlyList<ProgressRecord> records = Records(async (cmdlet, stop) =>
        {
            cmdlet.Reports.Progress(new("Building", "", 250));
            cmdlet.OnPipelineThread(() => 0);
            await Task.Yield();
            throw new MlemException("Failed", MlemErrorCategory.InvalidData, "Failed.");
        });

        Assert.Equal(
            [ProgressRecordType.Processing, ProgressRecordType.Completed], records.Select(record => record.RecordType));
        Assert.Equal(100, records[0].PercentComplete);
    }

    private static IReadOnlyList<ProgressRecord> Records(Block block)
    {
        using var session = new Session();
        return session.Invoke("param($block) Test-AsyncBlock -Block $block", block).Progress;
    }
}
