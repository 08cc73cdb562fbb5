using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>Podman plays the manifest for Kubernetes, as a start of ours does.</summary>
public sealed class KubePlayTests(EngineFixture engine) : ExportTest(engine)
{
    [Fact]
    [Everywhere(EverywhereAttribute.Predictions, Place.KubePlay, "the same, but for dollars (below)")]
    [Everywhere(EverywhereAttribute.Limits, Place.KubePlay, "limits")]
    [Everywhere(EverywhereAttribute.Port, Place.KubePlay, "with `--publish`")]
    [Everywhere(EverywhereAttribute.Ready, Place.KubePlay, "start and life inside")]
    [Everywhere(EverywhereAttribute.Update, Place.KubePlay, "old one first")]
    [Proves("An exported manifest (`podman kube play`)", Engines.Podman)]
    public async Task It_answers_and_is_as_the_started_container()
    {
        if (EngineNames.Current != Engines.Podman)
            Assert.Skip("Only Podman plays manifests.");
        DockerContainer declared = await DeclareAsync();
        await StartAsync(declared);
        SeenContainer started = await LookAsync(Name);
        await Project.Service.RemoveAsync(declared, null, Cancellation);

        JsonNode image = await Api.GetAsync($"images/{Name}-image/json", Cancellation);
        var own = DockerImage.FromReference((string)image["RepoDigests"]![0]!);
        var input = new ExportInput(declared) { Image = own, Server = Server.OfType("fastapi") };
        string manifest = KubernetesExporter.Export(input).Text;
        // The second is told to end while it still starts, and does not hear it then.
        string served = KubernetesExporter.Export(input with { Deployment = await DeclareAsync(ownCommand: false), StopGrace = TimeSpan.FromSeconds(1) }).Text;
        try
        {
            await Api.SendTextAsync(HttpMethod.Post, $"{Play}?publishPorts={Port}:8080", manifest, "application/x-yaml", Cancellation);
            string container = $"{Name}-pod-{Name}";
            await WaitAsync("interface.json");
            Assert.Equal(started, await LookAsync(container));

            string[] events = await EventsAsync(container, () => Api.SendTextAsync(HttpMethod.Post, $"{Play}?replace=true", served, "application/x-yaml", Cancellation));
            Assert.Equal(["died 0", "start"], events);
            JsonNode seen = (await Api.GetAsync($"v5.0.0/libpod/containers/{container}/json", Cancellation))["Config"]!;
            Assert.Contains("HTTPConnection", seen["StartupHealthCheck"]!.ToJsonString(), StringComparison.Ordinal);
            Assert.Contains("for p in python3", seen["Healthcheck"]!.ToJsonString(), StringComparison.Ordinal);
            // Played again without --publish, it has no port of the host any more.
            await Assert.ThrowsAsync<HttpRequestException>(() => LookAsync(container));
        }
        finally
        {
            await Api.SendTextAsync(HttpMethod.Delete, Play + "?force=true", manifest, "application/x-yaml", Cancellation);
            await EndAsync(declared);
        }
    }
}
