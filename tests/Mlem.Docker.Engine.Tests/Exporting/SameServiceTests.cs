using System.Text.Json.Nodes;
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
    [Everywhere(EverywhereAttribute.Predictions, Place.Service, "the same")]
    [Everywhere(EverywhereAttribute.Limits, Place.Service, "limits")]
    [Everywhere(EverywhereAttribute.Port, Place.Service, "of every machine")]
    [Everywhere(EverywhereAttribute.Ready, Place.Service, "health check")]
    [Everywhere(EverywhereAttribute.Update, Place.Service, "new one first")]
    public async Task Its_task_answers_and_is_as_the_started_container()
    {
        DockerContainer declared = await DeclareAsync();
        await StartAsync(declared);
        SeenContainer started = await LookAsync(Name);
        await Project.Service.RemoveAsync(declared, null, Cancellation);

        var services = new ServiceOperations(null, new RegistryClientOptions());
        try
        {
            DockerServiceStatus status = await services.StartAsync(
                declared, Project.Model, new DockerServiceOptions(), new DeploymentOptions { ReadyTimeout = TimeSpan.FromSeconds(120) }, Cancellation);
            string container = status.Tasks.Single().ContainerId!;
            // Not every kernel has ip_vs, which brings a published port to a task.
            Assert.Equal(started, await LookAsync(container, $"{await ServiceTest.AddressAsync(Api, container)}:8080"));

            JsonNode spec = (await Api.GetAsync($"services/{Name}", Cancellation))["Spec"]!;
            JsonNode port = spec["EndpointSpec"]!["Ports"]![0]!;
            Assert.Equal((Port, 8080, "ingress"), ((int)port["PublishedPort"]!, (int)port["TargetPort"]!, (string)port["PublishMode"]!));
            Assert.Equal("healthy", (string?)(await Api.GetAsync($"containers/{container}/json", Cancellation))["State"]!["Health"]!["Status"]);
            Assert.Equal("start-first", (string?)spec["UpdateConfig"]!["Order"]);
        }
        finally
        {
            await services.StopAsync(DockerServiceTarget.For(declared), TimeSpan.FromSeconds(60), Cancellation);
            await EndAsync(declared);
        }
    }
}
