using System.Text;
using Mlem.Docker.Engine;
using Mlem.Docker.Engine.Streams;

namespace Mlem.Docker.Tests.Engine;

/// <summary>What the streams of all builders tell is the same story.</summary>
public sealed class BuildStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Classic => [.. GoldenStreams.Succeeded.Where(name => GoldenStreams.Work(name) == "classic")];

    [Theory]
    [MemberData(nameof(Classic))]
    public async Task Steps_layers_and_ids_are_read_from_every_Engines_stream(string recording)
    {
        var record = await ReadAsync(GoldenStreams.Read(recording));
        Assert.Equal(GoldenStreams.Result(recording), record.ImageId);
        Assert.Equal(["FROM", "WORKDIR", "COPY", recording.StartsWith("podman4", StringComparison.Ordinal) ? "LABEL" : "RUN", "ENV", "CMD"], record.Steps.Select(step => step.Instruction.Split(' ')[0]));
        Assert.All(record.Steps, (step, index) => Assert.Equal((index + 1, 6), (step.Number, step.Total)));
        Assert.True(record.ReachedLastStep);
        // Nothing is left to be removed when a build has come to its end.
        Assert.Empty(record.Containers);
        var cached = recording.EndsWith("_cached", StringComparison.Ordinal);
        Assert.Equal(cached, record.Steps[3].Cached);
        Assert.Equal(!cached, record.Layers.Count > 3);
        Assert.Empty(record.Warnings);
    }

    [Theory]
    [InlineData("28o_classic_ok")]
    [InlineData("podman_classic_ok")]
    public async Task A_step_that_was_not_reached_is_not_told(string recording)
    {
        var body = Encoding.UTF8.GetString(GoldenStreams.Read(recording));
        var record = await ReadAsync(Encoding.UTF8.GetBytes(body[..(body.IndexOf("5/6", StringComparison.Ordinal) + 20)] + "\n"));
        Assert.False(record.ReachedLastStep);
        Assert.Null(record.ImageId);
    }

    [Theory]
    [InlineData("28o_buildkit_checks")]
    [InlineData("28c_buildkit_checks")]
    public async Task Build_checks_are_told_with_the_lines_that_they_point_at(string recording)
    {
        var record = await ReadAsync(GoldenStreams.Read(recording));
        Assert.Empty(record.Warnings);
        Assert.Equal(
            [("JSONArgsRecommended", 6), ("LegacyKeyValueFormat", 7), ("SecretsUsedInArgOrEnv", 7)],
            record.Checks.Select(check => (check.Text.Split(':')[0], check.Line)).Order());
    }

    [Fact]
    public async Task What_a_command_prints_is_no_step_of_Podmans()
    {
        string[] lines =
        [
            """{"stream":"[1/2] STEP 1/2: FROM a AS one\n"}""",
            """{"stream":"[1/2] STEP 2/2: RUN x\n"}""",
            """{"stream":"STEP 9/9: RUN rm\n"}""",
            """{"stream":"[2/2] STEP 1/1: FROM b\n"}""",
        ];
        var record = await ReadAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        Assert.Equal(["FROM a AS one", "RUN x", "FROM b"], record.Steps.Select(step => step.Instruction));
        Assert.True(record.ReachedLastStep);
    }

    private static async Task<BuildRecord> ReadAsync(byte[] body)
    {
        var decoder = new BuildStreamDecoder(new Silent());
        var reader = new EngineMessageReader(new MemoryStream(body));
        while (await reader.ReadAsync(Cancellation) is { } message)
            decoder.Take(message);
        decoder.Finish();
        return decoder.Record;
    }

    private sealed class Silent : IBuildListener
    {
        public void Step(BuildStep step)
        {
        }

        public void Line(string line)
        {
        }

        public void Transfer(EngineMessage message)
        {
        }
    }
}
