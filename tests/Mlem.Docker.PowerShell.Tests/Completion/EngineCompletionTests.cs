using System.Diagnostics;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Completion;

public sealed class EngineCompletionTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Get-MlemDockerImage -Name ", "iris:1.0|team/iris:latest|wine:dev")]
    [InlineData("Remove-MlemDockerImage -Name w", "wine:dev")]
    [InlineData("New-MlemDockerImage x -BaseImage team", "team/iris:latest")]
    [InlineData("New-MlemDockerImage x -Name ", "iris|team/iris|wine")]
    [InlineData("New-MlemDockerImage x -Name iris -Tag ", "1.0|latest")]
    [InlineData("Get-MlemDockerContainer -Name ", "iris-live|'wine live'")]
    [InlineData("Stop-MlemDockerContainer -Name i", "iris-live")]
    [InlineData("Invoke-MlemDockerContainer -Name wine", "'wine live'")]
    public void What_the_Engine_has_is_offered(string input, string expected)
    {
        using var engine = new FakeEngine();
        (string command, string rest) = (input[..input.IndexOf(' ', StringComparison.Ordinal)], input[input.IndexOf(' ', StringComparison.Ordinal)..]);

        string[] offered = Completions.InTime(_session, $"{command} -DaemonHost {engine.Address}{rest}");

        Assert.Equal(expected.Split('|'), offered);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_Engine_that_is_down_or_does_not_answer_completes_nothing_and_is_not_waited_for(bool accepts)
    {
        using var silent = new FakeEngine(answers: false);
        string address = accepts ? silent.Address : "tcp://127.0.0.1:1";
        string input = $"Get-MlemDockerImage -DaemonHost {address} -Name ";
        Completions.Of(_session, "Get-MlemDockerImage -Registry ");

        long before = Stopwatch.GetTimestamp();
        string[] offered = Completions.Of(_session, input);
        TimeSpan took = Stopwatch.GetElapsedTime(before);

        // A busy machine adds to it; an Engine that was waited for would take a hundred seconds.
        Assert.Empty(offered);
        Assert.True(EngineLookup.Patience < TimeSpan.FromMilliseconds(200));
        Assert.True(took < TimeSpan.FromSeconds(5), $"It took {took}.");
    }
}
