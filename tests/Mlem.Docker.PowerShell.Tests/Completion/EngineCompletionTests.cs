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
    [InlineData("Stop-MlemDockerService -Name i", "iris-service")]
    [InlineData("Start-MlemDockerService -Name i", "iris-service")]
    [InlineData("Get-MlemDockerImage -Image wi", "wine:dev")]
    [InlineData("New-MlemDockerImage x -Repository ", "team")]
    public void What_the_Engine_has_is_offered(string input, string expected)
    {
        using var engine = new FakeEngine();
        (string command, string rest) = (input[..input.IndexOf(' ', StringComparison.Ordinal)], input[input.IndexOf(' ', StringComparison.Ordinal)..]);

        string[] offered = Completions.InTime(_session, $"{command} -DaemonHost {engine.Address}{rest}");

        Assert.Equal(expected.Split('|'), offered);
    }
}
