namespace Mlem.Docker.Tests.Deployment;

public sealed class DeploymentStatusTests
{
    [Theory]
    [InlineData("created", "not_deployed")]
    [InlineData("running", "running")]
    [InlineData("restarting", "starting")]
    [InlineData("paused", "stopped")]
    [InlineData("removing", "stopped")]
    [InlineData("exited", "crashed")]
    [InlineData("dead", "crashed")]
    [InlineData("a word of tomorrow", "unknown")]
    public void Every_state_of_Docker_is_one_of_MLEMs_six(string state, string status) =>
        Assert.Equal(status, DeploymentStatuses.FromContainerState(state).ToMlemName());
}
