using System.Globalization;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Completion;

/// <summary>The first time in a process that the tab key asks an Engine, right after the import.</summary>
public sealed class FirstPressTests
{
    private const int Attempts = 3;

    // In milliseconds. It takes 150, and more on a busy machine; a question that is waited for takes 100,000.
    private const int Most = 2_000;

    // What PowerShell's own completion takes when it is first used is no matter of the module's.
    private const string Script = """
        function Complete($line) { [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.Count }
        $null = Complete 'Get-Module -Name x'
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $found = Complete 'Get-MlemDockerImage -DaemonHost ENGINE -Name '
        "$found $($watch.ElapsedMilliseconds)"
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_Engine_that_is_down_or_silent_is_not_waited_for_at_the_first_press_either(bool silent)
    {
        using RealPowerShell shell = RealPowerShell.Open();
        using var engine = new FakeEngine(answers: false);
        int shortest = int.MaxValue;
        for (int attempt = 0; attempt < Attempts && shortest > Most; attempt++)
        {
            string[] lines = await shell.LinesAsync(
                RealPowerShell.Import + Script.Replace("ENGINE", silent ? engine.Address : "tcp://127.0.0.1:1", StringComparison.Ordinal));
            string[] said = lines[^1].Split(' ');
            Assert.Equal("0", said[0]);
            shortest = Math.Min(shortest, int.Parse(said[1], CultureInfo.InvariantCulture));
        }

        Assert.True(shortest <= Most, $"It took {shortest} ms at best.");
    }
}
