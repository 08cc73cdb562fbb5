using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>Several starts at once, in processes of four runspaces each.</summary>
public sealed class ParallelTests(EngineFixture engine) : DeploymentTest(engine)
{
    private const int Starts = 16;
    private const int Processes = 4;

    [Fact]
    public async Task Of_16_that_start_at_once_one_creates_and_all_are_told_the_truth()
    {
        DockerContainer deployment = Project.Declare(Name);

        using RealPowerShell shell = RealPowerShell.Open();
        await OneCreatesAsync(Start16(shell));

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
    public async Task Of_16_behind_lock_files_made_by_hand_none_starts_until_the_last_older_one_goes()
    {
        DockerContainer deployment = Project.Declare(Name);
        string[] older = [.. ((string[])["1.5000", "2.1000"]).Select(Lock)];
        string newer = Lock("9999999999999999999.1000");
        foreach (string file in older.Append(newer))
            await File.WriteAllTextAsync(file, "", Cancellation);

        using RealPowerShell shell = RealPowerShell.Open();
        Task<string[]>[] runs = Start16(shell);
        while (Directory.GetFiles(Project.Folder, "*.lock").Length < 3 + Starts)
            await Task.Delay(50, Cancellation);
        File.Delete(older[0]);
        DockerContainer impatient = Project.Declare(Name, o => o with { StateManager = new LocalFileStateManager(true, 1) });
        Assert.Equal("StateLockTimeout", (await Assert.ThrowsAsync<MlemException>(() => StartAsync(impatient))).ErrorId);
        Assert.Equal(0, await OwnAsync());
        Assert.Null(Project.State);
        File.Delete(older[1]);

        await OneCreatesAsync(runs);
        Assert.Equal([newer], Directory.GetFiles(Project.Folder, "*.lock"));
        await EndAsync(deployment);

        string Lock(string numbers) => Path.Combine(Project.Folder, $"dep.mlem.state.{numbers}.lock");
    }

    private Task<string[]>[] Start16(RealPowerShell shell) => [.. Enumerable.Range(0, Processes).Select(_ => shell.LinesAsync(Script))];

    private async Task OneCreatesAsync(Task<string[]>[] started)
    {
        string[] told = [.. (await Task.WhenAll(started)).SelectMany(lines => lines)];
        string id = Project.State!.ContainerId!;
        Assert.Equal([$"Created {id}", .. Enumerable.Repeat($"Unchanged {id}", Starts - 1)], told.Order(StringComparer.Ordinal));
        Assert.Equal(1, await OwnAsync());
    }

    private string Script => $$"""
        $manifest = "$PWD/out/Mlem.Docker/Mlem.Docker.psd1"
        1..{{Starts / Processes}} | ForEach-Object -Parallel {
            Import-Module -Name $using:manifest
            Set-Location -LiteralPath '{{Project.Folder}}'
            Start-MlemDockerContainer dep -Model iris | ForEach-Object { "$($_.Action) $($_.ContainerId)" }
        }
        """;

    private async Task<int> OwnAsync() => (await Project.Service.ListAsync(null, null, Cancellation)).Count(d => d.Path is not null
        && d.Path.StartsWith(Project.Folder, StringComparison.Ordinal));
}
