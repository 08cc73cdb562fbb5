using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Engine.Tests.Deployment.Services;

/// <summary>A test that deploys services; all that it makes carries the test's prefix.</summary>
[Collection(nameof(SwarmTests))]
public abstract class ServiceTest(EngineFixture engine) : DeploymentTest(engine)
{
    /// <summary>What MLEM's command is here: the folder of the image is served at once.</summary>
    internal const string Serve = "exec httpd -f -p 8080 -h /www";

    internal ServiceOperations Services => new(null, new RegistryClientOptions());

    internal static DockerServiceOptions Quick { get; } = new() { UpdateMonitor = TimeSpan.FromSeconds(1), RestartDelay = TimeSpan.FromSeconds(1) };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Serves(Serve);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        List<string> left = [];
        foreach (JsonNode? service in (JsonArray)await Api.GetAsync("services", CancellationToken.None))
        {
            if ((string?)service!["Spec"]!["Name"] is { } name && name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                left.Add(name);
                await Services.StopAsync(DockerServiceTarget.Named(name), TimeSpan.FromSeconds(30), CancellationToken.None);
            }
        }

        await Api.DeleteAsync($"images/{Name}-image:latest?force=1", CancellationToken.None);
        await base.DisposeAsync();
        Assert.Empty(left);
    }

    /// <summary>Makes images whose MLEM is a shell script; they run it as MLEM's images do.</summary>
    internal void Serves(string script) => File.WriteAllText(Path.Combine(Project.Folder, "templates", "dockerfile.j2"), $$$"""
        FROM {{ base_image }}
        STOPSIGNAL SIGKILL
        COPY model.mlem /www/model.mlem
        COPY run.sh /run.sh
        RUN echo '{{{script}}}' > /bin/mlem && chmod +x /bin/mlem
        {% if run_cmd %}CMD {{ run_cmd }}{% endif %}
        """);

    internal DockerContainer Declare(Func<DockerContainerOptions, DockerContainerOptions>? change = null) => Project.Declare(Name, o =>
    {
        o = o with { Server = Server.OfType("fastapi"), Args = new DockerBuildArgs { BaseImage = "mlem-test/busybox:1.35", TemplatesDir = o.Args!.TemplatesDir } };
        return change?.Invoke(o) ?? o;
    });

    internal Task<DockerServiceStatus> StartAsync(DockerContainer deployment, DockerServiceOptions service, double seconds = 60) => Services.StartAsync(
        deployment, Project.Model, service, new DeploymentOptions { ReadyTimeout = TimeSpan.FromSeconds(seconds) }, Cancellation);

    internal Task<DockerServiceStatus> StopAsync(DockerContainer deployment) =>
        Services.StopAsync(DockerServiceTarget.For(deployment), TimeSpan.FromSeconds(60), Cancellation);

    internal async Task<JsonNode> SpecAsync() => (await Api.GetAsync($"services/{Name}", Cancellation))["Spec"]!;

    /// <summary>The tasks that serve, each with its address on this machine.</summary>
    internal async Task<IReadOnlyList<(string Task, Uri Address)>> ServingAsync()
    {
        string filter = Uri.EscapeDataString($$"""{"service":["{{Name}}"],"desired-state":["running"]}""");
        List<(string, Uri)> serving = [];
        foreach (JsonNode? task in (JsonArray)await Api.GetAsync($"tasks?filters={filter}", Cancellation))
        {
            if ((string?)task!["Status"]!["State"] == "running"
                && await AddressAsync(Api, (string)task["Status"]!["ContainerStatus"]!["ContainerID"]!) is { } address)
            {
                serving.Add(((string)task["ID"]!, new Uri($"http://{address}:8080/")));
            }
        }

        return serving;
    }

    // With a published port a task is in the swarm's networks and on this machine's bridge to them, else on Docker's own.
    internal static async Task<string?> AddressAsync(EngineApi api, string container)
    {
        JsonNode? found = await api.FindAsync($"containers/{container}/json", Cancellation);
        if ((string?)found?["NetworkSettings"]!["Networks"]!["bridge"]?["IPAddress"] is { Length: > 0 } address)
            return address;
        JsonNode? bridge = await api.FindAsync("networks/docker_gwbridge", Cancellation);
        return ((string?)bridge?["Containers"]?[container]?["IPv4Address"])?.Split('/')[0];
    }
}
