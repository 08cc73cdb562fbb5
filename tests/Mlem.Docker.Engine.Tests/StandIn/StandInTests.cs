using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.StandIn;

/// <summary>Other tests stand on the stand-in for <c>mlem serve</c>; these show that it answers as real MLEM did.</summary>
public sealed class StandInTests(EngineFixture engine) : EngineTest(engine)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);

    public static TheoryData<string> Recorded => [.. RecordedServing.Names];

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task The_stand_in_answers_as_MLEM_was_recorded_to(string name)
    {
        var recorded = RecordedServing.Read(name);
        using var folder = new TemporaryFolder();
        folder.CopyIn(recorded.DockerFolder);
        await File.WriteAllTextAsync(
            folder.Combine("server.yaml"), ServerYaml(recorded.Standardize), Cancellation);
        await using var container = await StandInContainer.StartAsync(this, folder.Path, [], Cancellation);
        using var client = new ModelClient(await container.PortAsync(Cancellation));
        await client.WaitUntilServingAsync(StartLimit, Cancellation);

        await recorded.AssertAnswersAsync(client, Cancellation);
    }

    private static string ServerYaml(bool standardize) =>
        standardize ? "type: fastapi\n" : "standardize: false\ntype: fastapi\n";
}
