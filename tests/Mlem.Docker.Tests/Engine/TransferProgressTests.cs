using System.Text;
using Mlem.Docker.Engine.Streams;

namespace Mlem.Docker.Tests.Engine;

public sealed class TransferProgressTests
{
    [Fact]
    public void Layers_are_told_with_their_bytes_and_the_rate_of_all()
    {
        var clock = new StepClock();
        var reports = new List<OperationProgress>();
        var decoder = new TransferDecoder(reports.Add, "Pushing iris", clock);

        decoder.Take(Message("""{"id":"a","status":"Pushing","progressDetail":{"current":0,"total":4000000}}"""));
        clock.Advance(TimeSpan.FromSeconds(2));
        decoder.Take(Message("""{"id":"a","status":"Pushing","progressDetail":{"current":3000000,"total":4000000}}"""));
        decoder.Take(Message("""{"id":"b","status":"Layer already exists"}"""));

        Assert.Equal(
            ["1 layers, 0 B of 4 MB", "1 layers, 3 MB of 4 MB, 1.5 MB/s", "2 layers, 3 MB of 4 MB, 1.5 MB/s"],
            reports.Select(report => report.Status));
        Assert.Equal([0, 75, 75], reports.Select(report => report.PercentComplete));
        Assert.Equal("a: Pushing 3 MB of 4 MB", reports[1].CurrentOperation);
    }

    private static EngineMessage Message(string line) => EngineMessage.Parse(Encoding.UTF8.GetBytes(line))!;

    private sealed class StepClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
