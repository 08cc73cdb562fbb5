using Mlem.Docker.Engine.Tests.Stopping;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>A request that is being answered when what was exported is stopped or replaced is answered still.</summary>
public sealed class ExportedStopTests(EngineFixture engine) : ExportTest(engine)
{
    [Theory]
    [InlineData("stop")]
    [InlineData("up --detach --force-recreate --wait")]
    [Proves("A stop or an update by `docker compose` loses no request", Engines.Containerd)]
    public async Task By_docker_compose(string command)
    {
        string compose = RequiredCompose();
        string path = Path.Combine(Project.Folder, "compose.yaml");
        string[] project = ["-f", path, "-p", Prefix];
        await BuildServerAsync();
        await File.WriteAllTextAsync(path, ComposeExporter.Export([Input(new DockerImage(Prefix))]).Text, Cancellation);
        try
        {
            (await ProgramRun.OfAsync(compose, [.. project, "up", "--detach", "--wait"], Limit, Cancellation)).OutputOrThrow("docker-compose up");
            await AnswersAsync(() => ProgramRun.OfAsync(compose, [.. project, .. command.Split(' ')], Limit, Cancellation));
        }
        finally
        {
            await ProgramRun.OfAsync(compose, [.. project, "down"], Limit, Cancellation);
            await Api.DeleteAsync($"images/{Prefix}:latest?force=1", Cancellation);
        }
    }

    private async Task BuildServerAsync() =>
        await StandInImage.BuildAsync(await StandInImage.RequestAsync(this, StandInWheel.Write(Project.Folder), "fastapi"), Prefix);

    private ExportInput Input(DockerImage image) => new(DockerContainer.Create(new DockerContainerOptions
    {
        ContainerName = Name,
        Ports = [$"{Port}:8080"],
        Server = Server.OfType("fastapi"),
        Params = new Dictionary<string, string> { ["environment"] = """{"STANDIN_FAULT": "method-slow:1.5"}""" },
    }))
    {
        Image = image,
    };

    private async Task AnswersAsync<T>(Func<Task<T>> end)
    {
        await WaitAsync("interface.json");
        using var client = new ModelClient(Port);
        Task<Answer> asked = client.AskAsync("POST", "predict", StandInImage.Flower, Cancellation);
        await Task.Delay(500, Cancellation);
        await end();
        Assert.Equal(200, (await asked).Status);
    }
}
