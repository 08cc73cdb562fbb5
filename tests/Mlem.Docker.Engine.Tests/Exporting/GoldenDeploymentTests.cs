using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>What is exported from each deployment that the real MLEM wrote starts where it is meant for.</summary>
public sealed partial class GoldenDeploymentTests(EngineFixture engine) : ExportTest(engine)
{
    // Answers the probes of a declared server, on its own port and on another that one of the declarations names.
    private const string Servers =
        "mkdir /www; cd /www; echo {} > interface.json; trap 'exit 0' TERM; python3 -m http.server 9000 & python3 -m http.server 8080 & wait";

    private string ImageName => Name + "-image";

    [Fact]
    [Proves("Every golden deployment, exported and started by `docker compose up`", Engines.Containerd)]
    public async Task Each_starts_by_docker_compose()
    {
        string compose = RequiredCompose();
        await BuildAsync(ImageName, await Engine.BaseImages.PythonAsync(Cancellation), Servers);
        string path = Path.Combine(Project.Folder, "compose.yaml");
        string[] project = ["-f", path, "-p", Prefix];
        HashSet<string> started = [];
        foreach (DockerContainer declared in Goldens())
        {
            string text = ComposeExporter.Export([new ExportInput(declared) { Image = new DockerImage(ImageName) }]).Text;
            if (!started.Add(text))
                continue;
            await File.WriteAllTextAsync(path, text, Cancellation);
            try
            {
                (await ProgramRun.OfAsync(compose, [.. project, "up", "--detach", "--wait"], Limit, Cancellation)).OutputOrThrow(declared.Path!);
                JsonNode container = (await ContainersAsync()).Single();
                await AssertStartedAsync(declared, container);
                AssertPublished(declared, await Api.GetAsync($"containers/{(string)container["Id"]!}/json", Cancellation));
            }
            finally
            {
                await ProgramRun.OfAsync(compose, [.. project, "down", "--timeout", "5"], Limit, Cancellation);
            }
        }

        await Api.DeleteAsync($"images/{ImageName}:latest?force=1", Cancellation);
        Assert.InRange(started.Count, 10, int.MaxValue);
    }

    [Fact]
    [Proves("Every golden deployment, exported and started by `podman kube play`", Engines.Podman)]
    public async Task Each_that_a_pod_can_be_starts_by_podman()
    {
        if (EngineNames.Current != Engines.Podman)
            Assert.Skip("Only Podman plays manifests.");
        await BuildAsync(ImageName, await Engine.BaseImages.PythonAsync(Cancellation), Servers);
        JsonNode image = await Api.GetAsync($"images/{ImageName}/json", Cancellation);
        HashSet<string> started = [];
        foreach (DockerContainer declared in Goldens())
        {
            string? text = Manifest(new ExportInput(declared) { Image = DockerImage.FromReference((string)image["RepoDigests"]![0]!) });
            if (text is null || !started.Add(text))
                continue;
            await Api.SendTextAsync(HttpMethod.Post, Play, text, "application/x-yaml", Cancellation);
            try
            {
                await AssertStartedAsync(declared, (await ContainersAsync()).Single());
            }
            finally
            {
                await Api.SendTextAsync(HttpMethod.Delete, Play + "?force=true", text, "application/x-yaml", Cancellation);
            }
        }

        await Api.DeleteAsync($"images/{ImageName}:latest?force=1", Cancellation);
        Assert.InRange(started.Count, 5, int.MaxValue);
    }

    /// <summary>Those that a start takes; the unit tests hold the errors of the others.</summary>
    private IEnumerable<DockerContainer> Goldens()
    {
        string folder = RepositoryRoot.Combine("tests", "golden", "declarations");
        foreach (string file in Directory.EnumerateFiles(folder, "dep_*.mlem").Where(file => new FileInfo(file).Length > 0).Order(StringComparer.Ordinal))
        {
            string copy = Path.Combine(Project.Folder, Path.GetFileName(file));
            File.WriteAllText(copy, ContainerName().Replace(File.ReadAllText(file), string.Empty));
            DockerContainer declared = DockerContainer.Load(copy);
            if (Record.Exception(() => RunParameters.Parse(declared.Params, declared.Ports)) is null)
                yield return declared;
        }
    }

    // What a pod cannot have is refused by its name, which the unit tests hold.
    private static string? Manifest(ExportInput input)
    {
        try
        {
            return KubernetesExporter.Export(input).Text;
        }
        catch (MlemException error) when (error.ErrorId is "ExportParameterNotSupported" or "ExportPortNotSupported")
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<JsonNode>> ContainersAsync()
    {
        var all = (JsonArray)await Api.GetAsync("containers/json?all=1", Cancellation);
        return [.. all.Where(container => ((string)container!["Image"]!).Contains(ImageName, StringComparison.Ordinal)).Select(container => container!)];
    }

    private async Task AssertStartedAsync(DockerContainer declared, JsonNode container)
    {
        JsonNode seen = await Api.GetAsync($"containers/{(string)container["Id"]!}/json", Cancellation);
        Assert.True((bool)seen["State"]!["Running"]!, $"{declared.Path} does not run");
        if (declared.Params.TryGetValue("mem_limit", out string? memory))
            Assert.Equal(memory, seen["HostConfig"]!["Memory"]!.ToJsonString());
        if (declared.Params.TryGetValue("network", out string? network))
            Assert.Equal(network, (string?)seen["HostConfig"]!["NetworkMode"]);
    }

    // Inside and outside; an empty number outside is whichever is free.
    private static void AssertPublished(DockerContainer declared, JsonNode seen)
    {
        IEnumerable<string> asked = RunParameters.Parse(declared.Params, declared.Ports).Ports
            .Select(port => $"{port.ContainerPort}/{port.Protocol} {port.HostAddress} {port.HostPort}");
        IEnumerable<string> published = ((JsonObject?)seen["HostConfig"]!["PortBindings"] ?? []).SelectMany(inside => inside.Value!.AsArray()
            .Select(binding => $"{inside.Key} {(string?)binding!["HostIp"]} {((string?)binding["HostPort"] is { } number and not "0" ? number : string.Empty)}"));
        Assert.Equal(asked.Distinct().Order(StringComparer.Ordinal), published.Order(StringComparer.Ordinal));
    }

    // Many tests share an Engine, and a name is there once.
    [GeneratedRegex("(?m)^container_name: .*\n")]
    private static partial Regex ContainerName();
}
