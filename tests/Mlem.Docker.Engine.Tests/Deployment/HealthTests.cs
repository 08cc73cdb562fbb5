using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>
/// A start waits for a container's health check. Podman leaves its checks to systemd, which is not where its tests run, so that
/// they are asked for.
/// </summary>
[Proves("Health checks", Engines.All)]
public sealed class HealthTests(EngineFixture engine) : DeploymentTest(engine)
{
    [Theory]
    [InlineData("test -e /ready", true)]
    [InlineData("test -e /never", false)]
    public async Task A_health_check_says_when_a_container_without_HTTP_is_ready(string test, bool healthy)
    {
        DockerContainer deployment = Project.Declare(Name, o => o with
        {
            Args = Project.Args("sleep 1; touch /ready; sleep 1000"),
            Params = new Dictionary<string, string>(o.Params)
            {
                ["healthcheck"] = $$"""{"test": "{{test}}", "interval": 200000000, "retries": 1}""",
            },
        });
        Task<DockerContainerStatus> start = StartAsync(deployment, new DeploymentOptions { ReadyTimeout = TimeSpan.FromSeconds(healthy ? 120 : 7) });
        if (healthy)
        {
            Assert.Equal(("healthy", DeploymentStatus.Running), (await start is var status ? status.Health : null, status.Status));
        }
        else
        {
            var late = await Assert.ThrowsAsync<ContainerFailedException>(() => start);
            Assert.Equal("ContainerNotReady", late.ErrorId);
            Assert.Contains("its health is unhealthy", late.Message, StringComparison.Ordinal);
        }

        await EndAsync(deployment);
    }
}
