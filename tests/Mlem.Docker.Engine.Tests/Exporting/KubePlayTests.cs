using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>Podman plays the manifest for Kubernetes, as a start of ours does.</summary>
public sealed class KubePlayTests(EngineFixture engine) : ExportTest(engine)
{
    [Fact]
    [Proves("An exported manifest (`podman kube play`)", Engines.Podman)]
    public async Task It_answers_and_is_as_the_started_container()
    {
        if (EngineNames.Current != Engines.Podman)
            Assert.Skip("Only Podman plays manifests.");
        DockerContainer declared = Declare();
        await StartAsync(declared);
        (string Answer, string Container) started = await LookAsync(Name);
        await Project.Service.RemoveAsync(declared, null, Cancellation);

        JsonNode image = await Api.GetAsync($"images/{Name}-image/json", Cancellation);
        KubernetesManifest manifest = KubernetesExporter.Export(new ExportInput(declared)
        {
            Image = DockerImage.FromReference((string)image["RepoDigests"]![0]!),
            Server = Server.OfType("fastapi"),
        });
        try
        {
            await Api.SendTextAsync(HttpMethod.Post, $"{Play}?publishPorts={Port}:8080", manifest.Text, "application/x-yaml", Cancellation);
            await WaitAsync();
            (string Answer, string Container) played = await LookAsync($"{Name}-pod-{Name}");
            Assert.Equal(started.Answer, played.Answer);
            Assert.Equal(started.Container, played.Container);
        }
        finally
        {
            await Api.SendTextAsync(HttpMethod.Delete, Play + "?force=true", manifest.Text, "application/x-yaml", Cancellation);
            await EndAsync(declared);
        }
    }
}
