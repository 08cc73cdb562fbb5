using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>
/// Processes that are killed while they start, replace or stop a container. <c>benchmarks/kills</c> runs the same with many
/// more turns, by MLEM_DOCKER_TEST_KILLS, and writes down what MLEM_DOCKER_TEST_KILLS_LOG gets.
/// </summary>
public sealed class KillTests(EngineFixture engine) : DeploymentTest(engine)
{
    private const int Kills = 20;
    private static readonly string[] Operations = ["start", "replace", "stop"];

    // The first instruction's label goes to every layer of a build, so that one without a name is found as well.
    private string Mark => $"killed={Prefix}";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_killed_at_any_moment_leaves_what_the_next_start_brings_in_order(bool fixedPort)
    {
        int turns = int.Parse(Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_KILLS") ?? $"{Kills}", CultureInfo.InvariantCulture) / 2;
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        string template = Path.Combine(Project.Folder, "templates", "dockerfile.j2");
        string[] lines = await File.ReadAllLinesAsync(template, Cancellation);
        await File.WriteAllLinesAsync(template, [lines[0], $"LABEL {Mark}", .. lines[1..]], Cancellation);
        DockerContainer deployment = Project.Declare(Name, o => o with { Ports = [$"127.0.0.1:{(fixedPort ? ReplaceTests.FreePort() : null)}:8080"] });

        using RealPowerShell shell = RealPowerShell.Open();
        Process next = KilledRun.Start(shell);

        // One of each is let to its end: that is as long as a moment may be away.
        Dictionary<string, TimeSpan> longest = [];
        foreach (string operation in Operations)
        {
            await PrepareAsync(operation, deployment);
            longest[operation] = (await RunAsync(operation, null)).Worked;
        }

        for (int turn = 0; turn < turns;)
        {
            string operation = Operations[random.Next(Operations.Length)];
            await PrepareAsync(operation, deployment);
            TimeSpan moment = longest[operation] * random.NextDouble();
            string before = await DescribeAsync();
            KilledRun run = await RunAsync(operation, moment);

            // The operations' lengths change with the machine's load: one in several is to end before its kill.
            longest[operation] = run.Killed ? longest[operation] * 1.1 : run.Worked;
            string found = await DescribeAsync();
            string story = $"seed {seed}, turn {turn}: {operation}, {(run.Killed ? "killed" : "ended")} after {run.Worked.TotalMilliseconds:0} ms: {before} became {found}";

            await CheckAsync(deployment, story);

            await LogAsync($"{operation}\t{run.Killed}\t{run.Worked.TotalMilliseconds:0}\t{longest[operation].TotalMilliseconds:0}\t{found}");
            turn += run.Killed ? 1 : 0;
        }

        KilledRun.End(next);
        await EndAsync(deployment);
        Assert.Empty(await ImagesAsync());

        Task<KilledRun> RunAsync(string operation, TimeSpan? after)
        {
            Process process = next;
            next = KilledRun.Start(shell);
            return KilledRun.InAsync(process, Script(operation), after, Cancellation);
        }
    }

    private async Task PrepareAsync(string operation, DockerContainer deployment)
    {
        if (operation == "start" && Project.State?.ContainerId is not null)
            await Project.Service.RemoveAsync(deployment, null, Cancellation);
        if (operation == "start" && Project.State is not null && Random.Shared.Next(2) == 0)
            File.Delete(Project.StateFile);
        if (operation == "start" && Random.Shared.Next(2) == 0)
            Project.ChangeModel();
        if (operation == "stop" && Project.State?.ContainerId is null)
            await StartAsync(deployment);
        if (operation == "replace")
        {
            if (Project.State?.ContainerId is null)
                await StartAsync(deployment);
            Project.ChangeModel();
        }
    }

    private async Task CheckAsync(DockerContainer deployment, string story)
    {
        DockerContainerStatus status;
        try
        {
            _ = Project.State;
            status = await StartAsync(deployment);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"{story}, and then: {e.Message}", e);
        }

        JsonArray containers = await ListAsync("containers/json?all=1");
        string[] ids = [.. containers.Select(c => (string)c!["Id"]!)];
        Assert.True(ids.SequenceEqual([status.ContainerId!]), $"{story}, and then there were {containers.ToJsonString()}");
        Assert.Equal((DeploymentStatus.Running, Name), (status.Status, status.Name));
        Assert.Equal((status.ContainerId, Project.Model.Hash), (Project.State!.ContainerId, Project.State!.ModelHash));
        Assert.Empty(Directory.GetFiles(Project.Folder, "*.lock"));
        Assert.Empty(Directory.GetFiles(Project.Folder, ".*.tmp"));
        List<JsonNode?> images = [.. await ImagesAsync()];
        HashSet<string> kept = [status.ImageId!];
        while (images.Find(i => kept.Contains((string)i!["Id"]!)) is { } image)
        {
            kept.Add((string)image["ParentId"]!);
            images.Remove(image);
        }

        Assert.True(images.Count == 0, $"{story}, and then these images were left: {string.Join(' ', images.Select(i => i!.ToJsonString()))}");
    }

    private async Task<string> DescribeAsync()
    {
        string state = Project.State switch { null => "no state", { ContainerId: null } => "a state without container", _ => "a state" };
        IEnumerable<string> containers = (await ListAsync("containers/json?all=1"))
            .Select(c => $"{Called((string)c!["Names"]![0]!)} {(string?)c["State"]}");
        string locks = Directory.GetFiles(Project.Folder, "*.lock").Length == 0 ? "" : ", lock";
        return $"{state} [{string.Join(", ", containers.Order(StringComparer.Ordinal))}]{locks}";

        // Containers of a build's steps have names of the Engine's own.
        string Called(string name) => name.StartsWith("/" + Name, StringComparison.Ordinal) ? "name" + name[(Name.Length + 1)..] : "a step's";
    }

    // Containers inherit the label of their image.
    private async Task<JsonArray> ListAsync(string path) => (JsonArray)await Api.GetAsync(
        $"{path}&filters={Uri.EscapeDataString($$"""{"label":["{{Mark}}"]}""")}", Cancellation);

    private Task<JsonArray> ImagesAsync() => ListAsync("images/json?all=1");

    private string Script(string operation) => $$"""
        $null = $ExecutionContext.SessionState.Path.SetLocation('{{Project.Folder}}')
        {{(operation == "stop" ? "Stop-MlemDockerContainer ./dep" : "Start-MlemDockerContainer dep -Model iris")}}
        """;

    private static async Task LogAsync(string line)
    {
        if (Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_KILLS_LOG") is { Length: > 0 } log)
            await File.AppendAllTextAsync(log, line + "\n", Cancellation);
    }
}
