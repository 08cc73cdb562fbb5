using Mlem.Docker.Engine.Tests.Examples;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>
/// Those tests for Pester that need an Engine, or the package index besides, in real pwsh with real Pester. The index is
/// the one of the examples. All others are run without an Engine by the tests of the module.
/// </summary>
[Collection(nameof(ExampleTests))]
public sealed class PesterTests(EngineFixture engine, ExampleEngine examples) : EngineTest(engine)
{
    [Fact]
    public async Task The_Pester_tests_that_need_an_Engine_pass()
    {
        using RealPowerShell shell = RealPowerShell.Open();
        await examples.PrepareAsync(Cancellation);
        int tests = Directory.EnumerateFiles(RepositoryRoot.Combine("tests", "Pester"), "*.Tests.ps1")
            .SelectMany(File.ReadLines).Count(line => line.Contains(" -Tag 'Engine'", StringComparison.Ordinal));

        ProgramRun run = await shell.RunAsync("""
            $result = Invoke-Pester -Path tests/Pester -TagFilter Engine -PassThru
            exit $result.FailedCount
            """);

        RealPowerShell.AssertPester(tests, run);
    }
}
