using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Registries;
using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Engine.Tests.Deployment.Services;

/// <summary>A service whose image is in a private registry, from which the machines of the swarm fetch it.</summary>
public sealed class ServiceRegistryTests(EngineFixture engine) : ServiceTest(engine)
{
    [Fact]
    public async Task The_machines_get_the_login_and_fetch_exactly_what_was_pushed()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Combine("htpasswd"), RegistryTests.PasswordLine, Cancellation);
        await using RegistryProcess registry = await RegistryProcess.StartAsync(Cancellation, $$"""
            auth:
              htpasswd: { realm: test, path: {{folder.Combine("htpasswd")}} }
            """);
        string name = $"{registry.Host}/{Name}-image";
        RegistryCredentials login = RegistryCredentials.None.With(registry.Host, RegistryCredential.FromPassword("ann", RegistryTests.Password));
        var services = new ServiceOperations(login, new RegistryClientOptions());
        DockerContainer deployment = Declare(o => o with { Env = DockerEnv.Create(new RemoteRegistry(registry.Host), "") });

        DockerServiceStatus made = await services.StartAsync(deployment, Project.Model, Quick with { Replicas = 0 }, null, Cancellation);
        Assert.Equal((ServiceAction.Created, DeploymentStatus.Stopped), (made.Action, made.Status));
        Assert.StartsWith($"{name}:latest@sha256:", made.ImageReference, StringComparison.Ordinal);
        Assert.Null((await SpecAsync())["TaskTemplate"]!["Placement"]?["Constraints"]);
        await ForgetAsync(made.ImageReference!);

        DockerServiceStatus scaled = await services.StartAsync(deployment, Project.Model, new() { Replicas = 1 }, null, Cancellation);

        Assert.Equal((ServiceAction.Scaled, 1), (scaled.Action, scaled.Running));
        Assert.Single(await ServingAsync());
        Assert.DoesNotContain(RegistryTests.Password, (await Api.GetAsync($"services/{Name}", Cancellation)).ToJsonString(), StringComparison.Ordinal);
        await StopAsync(deployment);
        Assert.Null(await Api.FindAsync($"images/{made.ImageReference}/json", Cancellation));
    }

    // Takes every name of the image away, so that only the registry has it.
    private async Task ForgetAsync(string reference)
    {
        JsonNode image = await Api.GetAsync($"images/{reference}/json", Cancellation);
        await Api.DeleteAsync($"images/{(string?)image["Id"]}?force=1", Cancellation);
        Assert.Null(await Api.FindAsync($"images/{reference}/json", Cancellation));
    }
}
