using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.EndToEnd;

/// <summary>A folder from Export-MlemDockerDir, built by nobody but the Engine, serves its model.</summary>
public sealed class ExportedFolderTests(EngineFixture engine) : EngineTest(engine)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Recorded =>
        [.. RecordedServing.Names.Where(name => RecordedServing.Read(name).Model is not null)];

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task An_exported_folder_builds_and_answers_as_MLEM_does(string name)
    {
        var recorded = RecordedServing.Read(name);
        string baseImage = await Engine.BaseImages.PythonAsync(Cancellation);
        using var folder = new TemporaryFolder();
        string wheel = StandInWheel.Write(folder.Path);
        string target = folder.Combine("context");

        await ScriptRun.ObjectsAsync(
            $"Export-MlemDockerDir {ScriptRun.Quote(recorded.Model!)} -Target {ScriptRun.Quote(target)} " +
            $"-Server {recorded.ServerTable} -BaseImage {baseImage} -MlemWheel {ScriptRun.Quote(wheel)}",
            Cancellation);

        await using var container = await StandInContainer.StartAsItIsAsync(this, target, [], Cancellation);
        using var client = new ModelClient(await container.PortAsync(Cancellation));
        await client.WaitUntilServingAsync(StartLimit, Cancellation);
        await recorded.AssertAnswersAsync(client, Cancellation);
    }
}
