using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Golden;

/// <summary>Get-MlemObject on everything that MLEM wrote besides models: declarations and states of both versions.</summary>
public sealed class StateObjectTests
{
    [Theory]
    [InlineData("states/local_default/dep.mlem.state")]
    [InlineData("mlem-0.3.0/state/dep.mlem.state")]
    public void A_state_is_read_into_its_type(string file)
    {
        using var session = new Session();
        SessionResult result = session.Invoke(
            "param($path) Get-MlemObject -Path $path", Path.Combine(BuiltModule.RepositoryRoot, "tests", "golden", file));
        Assert.Empty(result.Errors);
        Assert.NotNull(Assert.IsType<DockerContainerState>(Assert.Single(result.Output)).ContainerName);
    }

    [Fact]
    public void A_declaration_keeps_the_constraints_it_was_given()
    {
        using var session = new Session();
        SessionResult result = session.Invoke("(New-MlemDockerContainer -Name x -Constraint 'foo==1').Args.Constraints");
        Assert.Equal(["foo==1"], result.Output);
    }
}
