using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Engine.Tests.Deployment.Services;

/// <summary>Podman has no swarm, and every service cmdlet says so before it builds anything.</summary>
[Proves("Services on a swarm", Engines.Podman, Refused = "SwarmNotSupported")]
public sealed class NoSwarmTests(EngineFixture engine) : DeploymentTest(engine)
{
    private static ServiceOperations Services => new(null, new RegistryClientOptions());

    public override ValueTask InitializeAsync()
    {
        Assert.SkipUnless(EngineNames.Current == Engines.Podman, "This Engine is not Podman.");
        return base.InitializeAsync();
    }

    [Fact]
    public async Task A_start_says_that_Podman_has_no_swarm_and_builds_nothing()
    {
        DockerContainer deployment = Project.Declare(Name, o => o with { Server = Server.OfType("fastapi") });
        var error = await Assert.ThrowsAnyAsync<MlemException>(() => Services.StartAsync(
            deployment, Project.Model, new DockerServiceOptions(), new DeploymentOptions(), Cancellation));
        Assert.Equal("SwarmNotSupported", error.ErrorId);
        Assert.Null(await Api.FindAsync($"images/{Name}-image/json", Cancellation));
    }

    [Fact]
    public async Task A_stop_says_that_Podman_has_no_swarm()
    {
        var error = await Assert.ThrowsAnyAsync<MlemException>(() =>
            Services.StopAsync(DockerServiceTarget.Named(Name), TimeSpan.FromSeconds(30), Cancellation));
        Assert.Equal("SwarmNotSupported", error.ErrorId);
    }
}
