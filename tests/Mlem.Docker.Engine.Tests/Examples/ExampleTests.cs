using System.Text;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Tests.Examples;

namespace Mlem.Docker.Engine.Tests.Examples;

/// <summary>
/// Examples of README, help and docs on the real Engine, run by <c>mlem-docker</c> as they are written. Those of the help
/// each begin with a container <c>iris</c> that runs; those of a page in docs follow one another.
/// </summary>
public sealed class ExampleTests(EngineFixture engine, ExampleEngine examples) : EngineTest(engine), IClassFixture<ExampleEngine>
{
    private const string HelpPages = "docs/help/";

    // What examples of the help find on the Engine; each line does nothing where it is there already.
    private const string Running = "$null = Start-MlemDockerContainer -Model iris -Name iris -Server fastapi -Port 8080:8080";
    private const string Served = "$null = Start-MlemDockerContainer served -Model iris";
    private const string Built = """
        if (-not (Test-MlemDockerImage iris)) { $null = New-MlemDockerImage iris -Server fastapi }
        if (-not (Test-MlemDockerImage team/flowers:1.0)) { $null = New-MlemDockerImage iris -Name flowers -Repository team -Tag 1.0 -Server fastapi }
        """;
    private const string Pushed =
        "if (-not (Test-MlemDockerImage iris -Registry localhost:5000)) { $null = Publish-MlemDockerImage iris -Registry localhost:5000 }";

    public static TheoryData<string> Pages => [.. DocumentExamples.All(RepositoryRoot.Path)
        .Where(example => example.Need is ExampleNeed.Engine or ExampleNeed.Registry)
        .Select(example => example.Page)
        .Distinct()];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_examples_of_a_page_run_as_they_are_written(string page)
    {
        await examples.PrepareAsync(Cancellation);
        bool help = page.StartsWith(HelpPages, StringComparison.Ordinal);
        DocumentExample[] all = [.. DocumentExamples.All(RepositoryRoot.Path).Where(e => e.Page == page && Runs(e, help))];
        var script = new StringBuilder("$ErrorActionPreference = 'Stop'\n");
        foreach (DocumentExample example in all)
            script.Append(Lines(example, help));
        string file = Path.Combine(examples.Folder, "examples.ps1");
        await File.WriteAllTextAsync(file, script.ToString(), Cancellation);

        ProgramRun run = await HostProgram.RunInAsync(
            examples.Folder, ExampleEngine.Variables, ["-OutputFormat", "Json", "-File", file], Cancellation);

        string[] results = run.OutputOrThrow(page).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(all.Length, results.Length);
        Assert.All(results, (result, i) => Assert.True(
            (string?)JsonNode.Parse(result) == "", $"{all[i]}: {(string?)JsonNode.Parse(result)}\n{all[i].Code}"));
    }

    // Of a page that is one story, the parts without an Engine belong to it.
    private static bool Runs(DocumentExample example, bool help) =>
        example.Need is ExampleNeed.Engine or ExampleNeed.Registry || (!help && example.Need == ExampleNeed.Folder);

    private static string Scene(DocumentExample example) => example switch
    {
        { Need: ExampleNeed.Registry } => $"{Built}\n{Pushed}",
        _ when example.Code.Contains("DockerContainer ./served", StringComparison.Ordinal) => Served,
        _ when example.Code.Contains("DockerContainer", StringComparison.Ordinal) => Running,
        _ => Built,
    };

    // Each example emits one text: nothing, or why it failed. A story keeps its variables.
    private static string Lines(DocumentExample example, bool help) => $$"""
        try {
        {{(help ? Scene(example) : "")}}
        $null = {{(help ? "&" : ".")}} {
        {{example.Code}}
        }
        ''
        } catch { "$_ ($($_.ScriptStackTrace))" }

        """;
}
