using System.Text;
using Mlem.Docker.PowerShell.Tests.Support;
using Mlem.Docker.Tests.Examples;

namespace Mlem.Docker.PowerShell.Tests.RealPeers;

/// <summary>Examples that need no Engine, in PowerShell itself. Those of pages that need one are run with it by the tests of the Engine.</summary>
public sealed class RealExampleTests
{
    private const string Passed = "example: passed";

    // One process for all; each begins in a folder of its own.
    [Fact]
    public async Task Every_example_without_an_Engine_runs_as_it_is_written()
    {
        using RealPowerShell shell = RealPowerShell.Open();
        DocumentExample[] examples = [.. DocumentExamples.All(BuiltModule.RepositoryRoot).Where(example => example.Need == ExampleNeed.Folder)];
        ExampleScene[] scenes = [.. examples.Select(_ => new ExampleScene(BuiltModule.RepositoryRoot))];
        try
        {
            var script = new StringBuilder("$ErrorActionPreference = 'Stop'\n");
            foreach ((ExampleScene scene, DocumentExample example) in scenes.Zip(examples))
            {
                script.Append($$"""
                    Set-Location -LiteralPath '{{scene.Path}}'
                    try {
                    $null = & {
                    {{example.Code}}
                    }
                    '{{Passed}}'
                    } catch { '{{example.ToString().Replace("'", "''", StringComparison.Ordinal)}}: ' + $_ }

                    """);
            }

            string[] lines = await shell.LinesAsync(script.ToString(), $"PSModulePath={Path.Combine(BuiltModule.RepositoryRoot, "out")}");

            Assert.True(lines.Count(line => line == Passed) == examples.Length, string.Join('\n', lines));
        }
        finally
        {
            foreach (ExampleScene scene in scenes)
                scene.Dispose();
        }
    }
}
