using System.Text.Json;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>What the other platforms are compared with is what was declared.</summary>
public sealed class StartedTests(EngineFixture engine) : ExportTest(engine)
{
    [Fact]
    [Everywhere(EverywhereAttribute.Predictions, Place.Start, "as declared")]
    [Everywhere(EverywhereAttribute.Limits, Place.Start, "limits")]
    [Everywhere(EverywhereAttribute.Port, Place.Start, "as declared")]
    [Everywhere(EverywhereAttribute.Ready, Place.Start, "asks the server")]
    public async Task A_started_container_is_as_declared()
    {
        DockerContainer declared = await DeclareAsync();
        DockerContainerStatus status = await StartAsync(declared);

        SeenContainer started = await LookAsync(Name);
        Assert.Equal("[0]", started.Prediction);
        Assert.StartsWith("sh -c cd /app && exec sh run.sh\n/usr\n10002:0\n", started.Process, StringComparison.Ordinal);
        Assert.Contains("\nCOLOUR=$blue and y\n", started.Process, StringComparison.Ordinal);
        Assert.Contains("\nTIMES=1e3", started.Process, StringComparison.Ordinal);
        Assert.Equal("268435456 1500000000 true", started.Limits);
        Assert.Equal(Port, status.Address!.Port);
        await EndAsync(declared);
    }

    [Fact]
    [Everywhere(EverywhereAttribute.Predictions, Place.Kubernetes, "the same")]
    [Everywhere(EverywhereAttribute.Limits, Place.Kubernetes, "limits; what is not reserved, of memory or processors, is reserved as far as the limit")]
    [Everywhere(EverywhereAttribute.Port, Place.Kubernetes, "of the Service")]
    [Everywhere(EverywhereAttribute.Ready, Place.Kubernetes, "all three probes")]
    [Everywhere(EverywhereAttribute.Update, Place.Kubernetes, "new one first")]
    public async Task Its_manifest_says_the_same()
    {
        JsonNode[] written = Written(await DeclareAsync());
        JsonNode deployment = written[0]["spec"]!;
        JsonNode container = deployment["template"]!["spec"]!["containers"]![0]!;
        JsonNode rights = container["securityContext"]!;
        Assert.Equal(["sh", "-c", "cd /app && exec sh run.sh"], container["args"]!.AsArray().Select(word => (string)word!));
        Assert.Equal(("/usr", 10002, 0), ((string)container["workingDir"]!, (int)rights["runAsUser"]!, (int)rights["runAsGroup"]!));
        Assert.Equal("""[{"name":"COLOUR","value":"$blue and y"},{"name":"TIMES","value":"1e3"}]""", container["env"]!.ToJsonString());
        Assert.Equal("256Mi 1500m", $"{container["resources"]!["limits"]!["memory"]} {container["resources"]!["limits"]!["cpu"]}");
        Assert.Null(container["resources"]!["requests"]);
        Assert.Equal($"{Port} 8080", $"{written[1]["spec"]!["ports"]![0]!["port"]} {written[1]["spec"]!["ports"]![0]!["targetPort"]}");
        Assert.Equal("0 1", $"{deployment["strategy"]!["rollingUpdate"]!["maxUnavailable"]} {deployment["strategy"]!["rollingUpdate"]!["maxSurge"]}");

        JsonNode server = Written(await DeclareAsync(ownCommand: false))[0]["spec"]!["template"]!["spec"]!["containers"]![0]!;
        Assert.All(["startupProbe", "livenessProbe", "readinessProbe"], probe => Assert.NotNull(server[probe]));
    }

    private static JsonNode[] Written(DockerContainer declared)
    {
        var input = new ExportInput(declared) { Image = DockerImage.FromReference("registry.example.com/iris@sha256:" + new string('a', 64)) };
        return [.. KubernetesExporter.Export(input).Objects.Select(written => JsonSerializer.SerializeToNode(written)!)];
    }
}
