using System.Text;
using System.Text.Json;
using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Tests.Examples;

namespace Mlem.Docker.Engine.Tests.Examples;

/// <summary>Runs the examples of a page in <c>pwsh</c>, as they are written, in the folder of all examples.</summary>
public abstract class ExampleTest(EngineFixture engine, ExampleEngine examples) : EngineTest(engine)
{
    private const string HelpPages = "docs/help/";
    private const string Result = "example: ";

    /// <summary>Whether an example is one of these tests'.</summary>
    private protected abstract bool Runs(DocumentExample example, bool help);

    /// <summary>What an example of the help finds; each line does nothing where it is there already.</summary>
    private protected abstract string Scene(DocumentExample example);

    /// <summary>What a page of docs finds: no other page needs to have run before it.</summary>
    private protected virtual string Beginning => "";

    private protected Task RemoveContainersAsync() => examples.RemoveContainersAsync(Cancellation);

    private protected async Task RunAsync(string page, bool warnings = true)
    {
        await examples.PrepareAsync(Cancellation);
        bool help = page.StartsWith(HelpPages, StringComparison.Ordinal);
        DocumentExample[] all = [.. DocumentExamples.All(RepositoryRoot.Path).Where(e => e.Page == page && Runs(e, help))];
        var script = new StringBuilder($"$ErrorActionPreference = 'Stop'\n{(help ? "" : Beginning)}\n");
        foreach (DocumentExample example in all)
            script.Append(Lines(example, help));
        string file = Path.Combine(examples.Folder, "examples.ps1");
        await File.WriteAllTextAsync(file, script.ToString(), Cancellation);

        using RealPowerShell shell = RealPowerShell.Open();
        ProgramRun run = await shell.RunFileAsync(examples.Folder, file, ExampleEngine.Variables);

        string[] results = [.. run.OutputOrThrow(page).Split('\n')
            .Where(line => line.StartsWith(Result, StringComparison.Ordinal))
            .Select(line => JsonSerializer.Deserialize<string>(line[Result.Length..])!)];
        Assert.Equal(all.Length, results.Length);
        if (!warnings)
            Assert.DoesNotContain("WARNING:", run.Output + run.Error, StringComparison.Ordinal);
        Assert.All(results, (result, i) => Assert.True(result.Length == 0, $"{all[i]}: {result}\n{all[i].Code}"));
    }

    // Each example emits one line: that nothing happened, or why it failed. A page that is a story keeps its variables.
    private string Lines(DocumentExample example, bool help) => $$"""
        $problem = ''
        try {
        {{(help ? Scene(example) : "")}}
        $null = {{(help ? "&" : ".")}} {
        {{example.Code}}
        }
        } catch { $problem = "$_ ($($_.ScriptStackTrace))" }
        '{{Result}}' + [System.Text.Json.JsonSerializer]::Serialize($problem, [string])

        """;
}
