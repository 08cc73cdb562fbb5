using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Tests.Engine;

public sealed class SilenceWatchTests
{
    [Fact]
    public async Task A_read_that_waited_leaves_no_timer_behind()
    {
        var watch = new SilenceWatch(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10), _ => Task.CompletedTask);
        long before = Timer.ActiveCount;

        await WaitAsync(watch, 20_000);

        // Other tests run beside this one, and have a few.
        Assert.InRange(Timer.ActiveCount - before, long.MinValue, 5_000);
    }

    private static async Task WaitAsync(SilenceWatch watch, int reads)
    {
        for (int read = 0; read < reads; read++)
        {
            var reading = new TaskCompletionSource();
            Task waiting = watch.WaitAsync(reading.Task, TestContext.Current.CancellationToken);
            reading.SetResult();
            await waiting;
        }
    }
}
