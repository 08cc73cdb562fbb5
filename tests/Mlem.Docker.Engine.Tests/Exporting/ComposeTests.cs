using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>Debian's docker-compose starts what is exported, as a start of ours does.</summary>
[Proves("An exported Compose file (`docker compose up`)", Engines.Containerd | Engines.Overlay2)]
public sealed class ComposeTests(EngineFixture engine) : ExportTest(engine)
{
    [Fact]
    public async Task It_answers_and_is_as_the_started_container()
    {
        string compose = RequiredCompose();
        DockerContainer declared = Declare();
        await StartAsync(declared);
        (string Answer, string Container) started = await LookAsync(Name);
        await Project.Service.RemoveAsync(declared, null, Cancellation);

        ComposeFile file = ComposeExporter.Export(
            [new ExportInput(declared) { Image = new DockerImage(Name + "-image"), Server = Server.OfType("fastapi"), StopGrace = TimeSpan.FromSeconds(9) }]);
        string path = Path.Combine(Project.Folder, "compose.yaml");
        await File.WriteAllTextAsync(path, file.Text, Cancellation);
        string[] project = ["-f", path, "-p", Prefix];
        try
        {
            (await ProgramRun.OfAsync(compose, [.. project, "up", "--detach", "--wait", "--quiet-pull"], Limit, Cancellation)).OutputOrThrow("docker-compose up");
            Assert.Equal(started, await LookAsync(Name));
            Assert.Equal(9, (int)(await Api.GetAsync($"containers/{Name}/json", Cancellation))["Config"]!["StopTimeout"]!);
        }
        finally
        {
            await ProgramRun.OfAsync(compose, [.. project, "down", "--volumes"], Limit, Cancellation);
            await EndAsync(declared);
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
