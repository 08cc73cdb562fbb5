using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.EndToEnd;

/// <summary>The README's way, with a real model on a real Python: image, container, prediction, log, stop; nothing is left.</summary>
[Proves("The whole way from model to prediction", Engines.All)]
public sealed class WholeWayTests(EngineFixture engine) : EngineTest(engine)
{
    private readonly TemporaryFolder _folder = new();

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_model_becomes_an_image_a_container_and_a_prediction_and_goes_again()
    {
        string script = $$"""
            $build = @{ BaseImage = {{ScriptRun.Quote(await Engine.BaseImages.PythonAsync(Cancellation))}}; MlemWheel = {{Wheel()}} }
            $image = Get-MlemModel {{Model}} | New-MlemDockerImage -Name {{Prefix}} -Server fastapi @build
            $started = $image | Start-MlemDockerContainer -Name {{Prefix}} -Port 8080
            $started.Status
            $rows = @{ 'sepal length (cm)' = 5.1; 'sepal width (cm)' = 3.5; 'petal length (cm)' = 1.4; 'petal width (cm)' = 0.2 },
                    @{ 'sepal length (cm)' = '6.7'; 'sepal width (cm)' = '3.0'; 'petal length (cm)' = '5.2'; 'petal width (cm)' = '2.3' }
            $rows | Invoke-MlemDockerContainer {{Prefix}} -Method predict
            (Get-MlemDockerContainerLog {{Prefix}} | Where-Object { $_ -like '*POST /predict*200*' }) -ne $null
            Stop-MlemDockerContainer {{Prefix}}
            Remove-MlemDockerImage {{Prefix}} -Confirm:$false
            """;
        IReadOnlyList<JsonNode?> output = await ScriptRun.ObjectsAsync(script, Cancellation);
        Assert.Equal(["\"Running\"", "0", "2"], output.Take(3).Select(o => o!.ToJsonString()));
        Assert.Equal(4, output.Count);
    }

    [Fact]
    public async Task A_declared_deployment_keeps_its_state_as_MLEM_does()
    {
        string project = _folder.Combine("project");
        Directory.CreateDirectory(project);
        foreach (string file in Directory.GetFiles(RepositoryRoot.Combine("examples", "iris")))
            File.Copy(file, Path.Combine(project, Path.GetFileName(file)));
        string deployment = ScriptRun.Quote(Path.Combine(project, "served"));
        string model = ScriptRun.Quote(Path.Combine(project, "iris"));
        string script = $$"""
            $build = @{ base_image = {{ScriptRun.Quote(await Engine.BaseImages.PythonAsync(Cancellation))}}; mlem_whl = {{ScriptRun.Quote(StandInWheel.Write(project))}} }
            $null = New-MlemDockerContainer {{deployment}} -ContainerName {{Prefix}} -ImageName {{Prefix}} -Server fastapi -BuildArgs $build
            Start-MlemDockerContainer -Path {{deployment}} -Model {{model}} | ForEach-Object { "$($_.Status)", "$($_.Action)" }
            Start-MlemDockerContainer -Path {{deployment}} -Model {{model}} | ForEach-Object { "$($_.Action)" }
            """;
        Assert.Equal(
            ["Running", "Created", "Unchanged"], (await ScriptRun.ObjectsAsync(script, Cancellation)).Select(o => (string?)o));

        string state = await File.ReadAllTextAsync(Path.Combine(project, "served.mlem.state"), Cancellation);
        JsonNode container = await Api.GetAsync($"containers/{Prefix}/json", Cancellation);
        Assert.StartsWith($"container_id: {(string?)container["Id"]}\ncontainer_name: {Prefix}\ndeclaration:\n", state, StringComparison.Ordinal);
        Assert.Contains(
            $"\nmodel_hash: {(string?)container["Config"]!["Labels"]!["mlem.model_hash"]}\nmodel_link:\n  path: iris.mlem\n  project: file://{project}/\ntype: docker_container\n",
            state, StringComparison.Ordinal);
        Assert.Equal(state, DockerContainerState.Parse(state, "the state").ToYaml());

        await ScriptRun.ObjectsAsync(
            $"Remove-MlemDockerContainer -Path {deployment} -Confirm:$false; Remove-MlemDockerImage {Prefix} -Confirm:$false", Cancellation);
        string after = await File.ReadAllTextAsync(Path.Combine(project, "served.mlem.state"), Cancellation);
        Assert.StartsWith($"container_name: {Prefix}\n", after, StringComparison.Ordinal);
        Assert.Null(await Api.FindAsync($"containers/{Prefix}/json", Cancellation));
    }

    private static string Model => ScriptRun.Quote(RepositoryRoot.Combine("examples", "iris", "iris"));

    private string Wheel() => ScriptRun.Quote(StandInWheel.Write(_folder.Path));
}
