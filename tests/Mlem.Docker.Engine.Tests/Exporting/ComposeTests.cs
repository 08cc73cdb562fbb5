using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>Debian's docker-compose starts what is exported, as a start of ours does.</summary>
[Proves("An exported Compose file (`docker compose up`)", Engines.Containerd | Engines.Overlay2)]
public sealed class ComposeTests(EngineFixture engine) : ExportTest(engine)
{
    [Fact]
    [Everywhere(EverywhereAttribute.Predictions, Place.Compose, "the same")]
    [Everywhere(EverywhereAttribute.Limits, Place.Compose, "limits")]
    [Everywhere(EverywhereAttribute.Port, Place.Compose, "as declared")]
    [Everywhere(EverywhereAttribute.Ready, Place.Compose, "health check")]
    [Everywhere(EverywhereAttribute.Update, Place.Compose, "old one first")]
    public async Task It_answers_and_is_as_the_started_container()
    {
        string compose = RequiredCompose();
        DockerContainer declared = await DeclareAsync();
        await StartAsync(declared);
        SeenContainer started = await LookAsync(Name);
        await Project.Service.RemoveAsync(declared, null, Cancellation);

        string path = Path.Combine(Project.Folder, "compose.yaml");
        string[] project = ["-f", path, "-p", Prefix];
        try
        {
            await UpAsync(declared);
            Assert.Equal(started, await LookAsync(Name));
            JsonNode seen = await Api.GetAsync($"containers/{Name}/json", Cancellation);
            Assert.Equal(9, (int)seen["Config"]!["StopTimeout"]!);

            string[] events = await EventsAsync(Name, async () => await UpAsync(await DeclareAsync(ownCommand: false)));
            Assert.Equal(["died 0", "start"], events);
            Assert.Equal("healthy", (string?)(await Api.GetAsync($"containers/{Name}/json", Cancellation))["State"]!["Health"]!["Status"]);
        }
        finally
        {
            await ProgramRun.OfAsync(compose, [.. project, "down", "--volumes"], Limit, Cancellation);
            await EndAsync(declared);
        }

        async Task UpAsync(DockerContainer container)
        {
            var input = new ExportInput(container) { Image = new DockerImage(Name + "-image"), Server = Server.OfType("fastapi"), StopGrace = TimeSpan.FromSeconds(9) };
            await File.WriteAllTextAsync(path, ComposeExporter.Export([input]).Text, Cancellation);
            (await ProgramRun.OfAsync(compose, [.. project, "up", "--detach", "--wait"], Limit, Cancellation)).OutputOrThrow("docker-compose up");
        }
    }

    [Fact]
    public async Task A_model_is_built_by_it_and_answers_as_MLEM_does()
    {
        string compose = RequiredCompose();
        RecordedServing recorded = RecordedServing.Read(RecordedServing.Names.First(name => RecordedServing.Read(name).Model is not null));
        string file = Path.Combine(Project.Folder, "out", "compose.yaml");
        await ScriptRun.ObjectsAsync(
            $"Export-MlemComposeFile -Model {ScriptRun.Quote(recorded.Model!)} -Name {Name} -Server {recorded.ServerTable} -Port {Port}:8080 "
            + $"-BaseImage {await Engine.BaseImages.PythonAsync(Cancellation)} -MlemWheel {ScriptRun.Quote(StandInWheel.Write(Project.Folder))} "
            + $"-Hardened -Target {ScriptRun.Quote(file)}",
            Cancellation);
        string[] project = ["-f", file, "-p", Prefix];
        try
        {
            (await ProgramRun.OfAsync(compose, [.. project, "up", "--detach", "--build", "--wait"], Limit, Cancellation)).OutputOrThrow("docker-compose up");
            using var client = new ModelClient(Port);
            await recorded.AssertAnswersAsync(client, Cancellation);
        }
        finally
        {
            await ProgramRun.OfAsync(compose, [.. project, "down", "--volumes"], Limit, Cancellation);
            await Api.DeleteAsync($"images/{Name}:latest?force=1", Cancellation);
        }
    }
}
