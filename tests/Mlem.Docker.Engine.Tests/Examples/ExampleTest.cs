using System.Text;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Tests.Examples;

namespace Mlem.Docker.Engine.Tests.Examples;

/// <summary>Runs the examples of a page with <c>mlem-docker</c>, as they are written, in the folder of all examples.</summary>
public abstract class ExampleTest(EngineFixture engine, ExampleEngine examples) : EngineTest(engine)
{
    private const string HelpPages = "docs/help/";

    /// <summary>Whether an example is one of these tests'.</summary>
    private protected abstract bool Runs(DocumentExample example, bool help);

    /// <summary>What an example of the help finds; each line does nothing where it is there already.</summary>
    private protected abstract string Scene(DocumentExample example);

    private protected async Task RunAsync(string page)
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

    // Each example emits one text: nothing, or why it failed. A story keeps its variables.
    private string Lines(DocumentExample example, bool help) => $$"""
        try {
        {{(help ? Scene(example) : "")}}
        $null = {{(help ? "&" : ".")}} {
        {{example.Code}}
        }
        ''
        } catch { "$_ ($($_.ScriptStackTrace))" }

        """;
}
