using System.Text.Json.Nodes;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Exporting;

/// <summary>
/// What Debian's kubectl reads of a manifest, offline. It leaves out fields that it does not know, so all of ours must be in
/// what it writes.
/// </summary>
public sealed class KubectlTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-kubectl-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_reads_every_field_that_is_written()
    {
        string? kubectl = Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_KUBECTL");
        Peers.Require(Peers.Kubectl, File.Exists(kubectl) ? null : "Debian's kubectl is not here.");
        Dictionary<string, string> all = Samples.Values
            .Where(v => Mlem.Docker.Exporting.ExportRules.All[v.Key].Kubernetes.Why is null && v.Key is not ("network_mode" or "privileged"))
            .ToDictionary(v => v.Key, v => v.Value);
        KubernetesManifest manifest = KubernetesExporter.Export(
            Samples.Input(all, ["8000:8080", "53:53/udp"]) with { Secrets = [ServiceSecret.Parse("db/password=db")] },
            new()
            {
                Namespace = "models",
                ImagePullSecrets = ["regcred"],
                ServiceType = KubernetesServiceType.NodePort,
                IngressHost = "iris.example.com",
                IngressClass = "nginx",
                IngressTlsSecret = "cert",
                MaxReplicas = 5,
                TargetCpuPercent = 60,
            });
        Assert.Equal(["Deployment", "Service", "Ingress", "HorizontalPodAutoscaler"], manifest.Kinds);
        string[] documents = manifest.Text.Split("---\n");

        await HoldAsync(kubectl!, documents[0], ["set", "image", "--local", "iris=another"], manifest.Image);
        await HoldAsync(kubectl!, documents[1], ["set", "selector", "--local", "app.kubernetes.io/name=iris,app.kubernetes.io/instance=iris"], null);
        foreach (string document in documents[2..])
            await HoldAsync(kubectl!, document, ["annotate", "--local", "read=yes"], null);
    }

    // It writes only what it has changed.
    private async Task HoldAsync(string kubectl, string document, string[] arguments, string? image)
    {
        string file = Path.Combine(_folder, "manifest.yaml");
        await File.WriteAllTextAsync(file, document, TestContext.Current.CancellationToken);
        ProgramRun run = await ProgramRun.OfAsync(
            kubectl, [.. arguments, "-f", file, "-o", "json", "--kubeconfig", "/dev/null"], TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        JsonNode read = JsonNode.Parse(run.OutputOrThrow("kubectl"))!;
        var ours = JsonNode.Parse(k8s.KubernetesJson.Serialize(k8s.KubernetesYaml
            .LoadAllFromString(image is null ? document : document.Replace(image, "another", StringComparison.Ordinal), null, true).Single()))!;
        Assert.Equal([], Missing(ours, read, string.Empty));
    }

    private static IEnumerable<string> Missing(JsonNode? ours, JsonNode? read, string path) => (ours, read) switch
    {
        (JsonObject one, JsonObject other) => one.SelectMany(field => Missing(field.Value, other[field.Key], $"{path}.{field.Key}")),
        (JsonArray one, JsonArray other) when one.Count == other.Count => one.SelectMany((item, at) => Missing(item, other[at], $"{path}[{at}]")),
        _ => JsonNode.DeepEquals(ours, read) ? [] : [$"{path}: {ours?.ToJsonString()} is {read?.ToJsonString() ?? "nothing"}"],
    };
}
