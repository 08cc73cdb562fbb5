using Mlem.Docker.Deployment;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Deployment;

public sealed class StopGraceTests
{
    [Theory]
    [InlineData("sh run.sh", null, 30)]
    [InlineData("sh run.sh", 10, 30)]
    [InlineData("sh run.sh", 25, null)]
    [InlineData("sh run.sh", 3, null)]
    [InlineData("/bin/sh -c sh_run.sh", null, null)]
    [InlineData("sleep 600", null, null)]
    [InlineData("", null, null)]
    public void Only_a_server_that_gets_the_signal_itself_has_longer_and_never_another_time_than_its_own(string command, int? own, int? seconds)
    {
        var container = new EngineContainer
        {
            Id = "1",
            Name = "a",
            Command = command.Split(' '),
            StopTimeout = own is { } time ? TimeSpan.FromSeconds(time) : null,
        };
        Assert.Equal(seconds is { } wanted ? TimeSpan.FromSeconds(wanted) : null, StopGrace.For(container));
    }
}
