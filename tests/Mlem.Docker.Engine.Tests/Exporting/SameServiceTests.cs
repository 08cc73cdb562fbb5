using Mlem.Docker.Engine.Tests.Deployment.Services;
using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>One declaration is the same container, whether it is started or deployed as a service.</summary>
[Collection(nameof(SwarmTests))]
[Proves("The same declaration as a container and as a service", Engines.Containerd | Engines.Overlay2)]
public sealed class SameServiceTests(EngineFixture engine) : ExportTest(engine)
{
    [Fact]
    public async Task Its_task_answers_and_is_as_the_started_container()
    {
        DockerContainer declared = Declare();
        await StartAsync(declared);
        (string Answer, string Container) started = await LookAsync(Name);
        await Project.Service.RemoveAsync(declared, null, Cancellation);

        var services = new ServiceOperations(null, new RegistryClientOptions());
        try
        {
            DockerServiceStatus status = await services.StartAsync(
                declared, Project.Model, new DockerServiceOptions(), new DeploymentOptions { ReadyTimeout = TimeSpan.FromSeconds(120) }, Cancellation);
            string container = status.Tasks.Single().ContainerId!;
            // Not every kernel has ip_vs, which brings a published port to a task.
            Assert.Equal(started, await LookAsync(container, $"{await ServiceTest.AddressAsync(Api, container)}:8080"));
        }
        finally
        {
            await services.StopAsync(DockerServiceTarget.For(declared), TimeSpan.FromSeconds(60), Cancellation);
            await EndAsync(declared);
        }
    }
}
