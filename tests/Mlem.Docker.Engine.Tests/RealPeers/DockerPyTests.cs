using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Mlem.Docker.Engine.Tests.Client;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>What docker-py, MLEM's own client, sees on the Engine is what ours reports.</summary>
public sealed class DockerPyTests(EngineFixture engine) : ClientTest(engine)
{
    private const string Script = """
        import docker, json, sys
        client = docker.DockerClient(base_url=sys.argv[1])
        mine = lambda names: any(sys.argv[2] in name for name in names)
        print(json.dumps({
            "images": [{"id": i.id, "tags": sorted(i.tags), "labels": i.labels} for i in client.images.list() if mine(i.tags)],
            "containers": [{"id": c.id, "name": c.name, "state": c.status, "image": c.image.id, "labels": c.labels}
                           for c in client.containers.list(all=True, ignore_removed=True) if mine([c.name])],
        }, sort_keys=True))
        """;

    [Fact]
    public async Task Images_labels_and_containers_are_the_same()
    {
        string python = Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_PYTHON") ?? "/usr/bin/python3";
        var there = await ProgramRun.OfAsync(python, ["-c", "import docker"], TimeSpan.FromSeconds(30), Cancellation);
        Peers.Require(Peers.DockerPy, there.ExitCode == 0 ? null : "Debian's python3-docker is not installed.");

        var labels = new Dictionary<string, string> { ["mlem.model"] = "iris", ["quoted"] = "a \"b\" ü =" };
        await Client.BuildAsync(
            new ImageBuildRequest { Tags = [$"{Prefix}:1", $"{Prefix}:2"], Labels = labels, Builder = ImageBuilderKind.Classic },
            Context($"FROM {Busybox}\nLABEL made=by-test\n"),
            NullOperationObserver.Instance,
            Cancellation);
        string[] names = [$"{Prefix}-made", $"{Prefix}-up", $"{Prefix}-done"];
        foreach (string name in names)
        {
            string command = name.EndsWith("-up", StringComparison.Ordinal) ? "sleep 600" : "exit 3";
            var parameters = new CreateContainerParameters { Name = name, Image = $"{Prefix}:1", Cmd = ["sh", "-c", command], Labels = new Dictionary<string, string> { ["own"] = name } };
            await Client.Containers.CreateContainerAsync(parameters, Cancellation);
        }

        await Client.Containers.StartContainerAsync(names[1], Cancellation);
        await Client.Containers.StartContainerAsync(names[2], Cancellation);
        Assert.Equal(3, await Client.Containers.WaitContainerAsync(names[2], Cancellation));

        var seen = await ProgramRun.OfAsync(python, ["-c", Script, Api.Host.ToString(), Prefix + "-"], TimeSpan.FromSeconds(60), Cancellation);
        var theirs = JsonNode.Parse(seen.OutputOrThrow("docker-py"))!;
        var images = await Client.Images.ListImagesAsync(cancellationToken: Cancellation);
        Assert.Equal(
            Sorted(theirs["containers"]!),
            Sorted(new JsonArray([.. (await Client.Containers.ListContainersAsync(cancellationToken: Cancellation)).Where(one => names.Contains(one.Name)).Select(one => new JsonObject
            {
                ["id"] = one.Id, ["image"] = one.ImageId, ["labels"] = Node(one.Labels), ["name"] = one.Name, ["state"] = one.State,
            })])));
        Assert.Equal(3, theirs["containers"]!.AsArray().Count);
        seen = await ProgramRun.OfAsync(python, ["-c", Script, Api.Host.ToString(), Prefix + ":"], TimeSpan.FromSeconds(60), Cancellation);
        Assert.Equal(
            Sorted(JsonNode.Parse(seen.OutputOrThrow("docker-py"))!["images"]!),
            Sorted(new JsonArray([.. images.Where(one => one.Tags.Any(tag => tag.StartsWith(Prefix + ":", StringComparison.Ordinal))).Select(one => new JsonObject
            {
                ["id"] = one.Id, ["labels"] = Node(one.Labels), ["tags"] = new JsonArray([.. one.Tags.Order(StringComparer.Ordinal).Select(tag => JsonValue.Create(tag))]),
            })])));

        foreach (string name in names)
            Assert.True(await Client.Containers.RemoveContainerAsync(name, force: true, cancellationToken: Cancellation));
        Assert.True(await Client.Images.RemoveImageAsync($"{Prefix}:1", cancellationToken: Cancellation));
        Assert.True(await Client.Images.RemoveImageAsync($"{Prefix}:2", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Every_parameter_of_its_run_is_taken_or_refused_with_a_reason()
    {
        string python = Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_PYTHON") ?? "/usr/bin/python3";
        var run = await ProgramRun.OfAsync(
            python,
            ["-c", "from docker.models.containers import *; print(*RUN_CREATE_KWARGS, *RUN_HOST_CONFIG_KWARGS, 'ports', 'volumes', 'network', 'platform', 'remove', 'stdout', 'stderr', 'stream')"],
            TimeSpan.FromSeconds(30),
            Cancellation);
        Peers.Require(Peers.DockerPy, run.ExitCode == 0 ? null : "Debian's python3-docker is not installed.");
        string[] names = run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("mem_limit", names);
        Assert.All(names.Except(RunParameters.ValidNames), name => Assert.DoesNotContain(
            "There is no",
            Assert.Throws<MlemException>(() => RunParameters.Parse(new Dictionary<string, string> { [name] = "1" }, [])).Message,
            StringComparison.Ordinal));
    }

    private static JsonObject Node(IReadOnlyDictionary<string, string> labels) =>
        new(labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));

    private static IEnumerable<string> Sorted(JsonNode array) => array.AsArray().Select(one => one!.ToJsonString()).Order(StringComparer.Ordinal);
}
