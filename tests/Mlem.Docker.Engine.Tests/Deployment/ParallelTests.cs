using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>Several processes at once, and processes that are killed.</summary>
public sealed class ParallelTests(EngineFixture engine) : DeploymentTest(engine)
{
    private const int Kills = 12;

    [Fact]
    public async Task Of_16_processes_that_start_at_once_one_creates_and_all_are_told_the_truth()
    {
        DockerContainer deployment = Project.Declare(Name);

        HostRun[] runs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => HostRun.OfAsync(Script, Cancellation)));

        Assert.All(runs, run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
        string id = Project.State!.ContainerId!;
        Assert.Equal(
            [$"Created {id}", .. Enumerable.Repeat($"Unchanged {id}", 15)],
            runs.Select(run => run.Output.Single()!.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(1, await OwnAsync());
        Assert.Empty(Directory.GetFiles(Project.Folder, "*.lock"));
        await EndAsync(deployment);
    }

    [Fact]
    public async Task Lock_files_of_MLEM_hold_a_start_back()
    {
        DockerContainer deployment = Project.Declare(Name, o => o with { StateManager = new LocalFileStateManager(true, 60) });
        string lockFile = Path.Combine(Project.Folder, "dep.mlem.state.1.5000.lock");
        await File.WriteAllTextAsync(lockFile, "", Cancellation);
        Task<DockerContainerStatus> start = StartAsync(deployment);
        while (Directory.GetFiles(Project.Folder, "*.lock").Length < 2)
            await Task.Delay(20, Cancellation);
        Assert.Equal(0, await OwnAsync());
        File.Delete(lockFile);
        Assert.Equal(DeploymentAction.Created, (await start).Action);
        await EndAsync(deployment);
    }

    [Fact]
    public async Task A_process_killed_at_any_moment_leaves_what_the_next_start_brings_in_order()
    {
        DockerContainer deployment = Project.Declare(Name, o => o with { Ports = ["127.0.0.1::8080"] });
        await StartAsync(deployment);
        List<string> hashes = [Project.Model.Hash];
        for (int turn = 0; turn < Kills; turn++)
        {
            Project.ChangeModel();
            hashes.Add(Project.Model.Hash);
            await KilledRun.OfAsync(Script, TimeSpan.FromMilliseconds(500 + 150 * turn), Cancellation);
            Assert.NotNull(Project.State);

            DockerContainerStatus status = await StartAsync(deployment);

            Assert.Equal((DeploymentStatus.Running, Name), (status.Status, status.Name));
            Assert.Equal((status.ContainerId, Project.Model.Hash), (Project.State!.ContainerId, Project.State!.ModelHash));
            Assert.Equal(1, await OwnAsync());
        }

        Assert.Empty(Directory.GetFiles(Project.Folder, "*.lock"));
        Assert.Empty(Directory.GetFiles(Project.Folder, ".*.tmp"));
        Assert.Equal([Project.Model.Hash], await ImagesAsync(hashes));
        await EndAsync(deployment);
    }

    private string Script => $$"""
        $null = $ExecutionContext.SessionState.Path.SetLocation('{{Project.Folder}}')
        Start-MlemDockerContainer dep -Model iris | ForEach-Object { "$($_.Action) $($_.ContainerId)" }
        """;

    private async Task<int> OwnAsync() => (await Project.Service.ListAsync(null, null, Cancellation)).Count(d => d.Path is not null
        && d.Path.StartsWith(Project.Folder, StringComparison.Ordinal));

    // Those without a name too, which a build or a replacement could forget.
    private async Task<IReadOnlyList<string>> ImagesAsync(List<string> hashes)
    {
        string filter = Uri.EscapeDataString("""{"label":["mlem.model=iris","mlem.built_for"]}""");
        var all = (System.Text.Json.Nodes.JsonArray)await Api.GetAsync($"images/json?all=0&filters={filter}", Cancellation);
        return [.. all.Select(image => (string)image!["Labels"]!["mlem.model_hash"]!).Where(hashes.Contains)];
    }
}
