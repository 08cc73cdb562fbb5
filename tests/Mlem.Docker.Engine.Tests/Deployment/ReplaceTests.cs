using Mlem.Docker.Engine.Tests.Exporting;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>A start with another model, or another declaration, than the one that runs.</summary>
[Proves("Replace a container while it serves", Engines.All)]
public sealed class ReplaceTests(EngineFixture engine) : DeploymentTest(engine)
{
    private static string[] FixedPort { get; } = [$"127.0.0.1:{FreePort()}:8080"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_changed_model_replaces_the_container_and_leaves_no_image_behind(bool fixedPort)
    {
        DockerContainer deployment = Project.Declare(Name, o => o with { Ports = fixedPort ? FixedPort : [] });
        DockerContainerStatus first = await StartAsync(deployment);
        Project.ChangeModel();
        Assert.True((await Project.Service.GetStatusAsync(deployment, Cancellation)).ModelChanged);

        DockerContainerStatus second = await StartAsync(deployment);

        Assert.Equal(DeploymentAction.Replaced, second.Action);
        Assert.Equal((Name, DeploymentStatus.Running), (second.Name, second.Status));
        Assert.NotEqual(first.ContainerId, second.ContainerId);
        Assert.Equal(Project.Model.Hash, Project.State!.ModelHash);
        Assert.Null(await Api.FindAsync($"containers/{first.ContainerId}/json", Cancellation));
        Assert.Null(await Api.FindAsync($"images/{first.ImageId}/json", Cancellation));
        Assert.Equal(second.ContainerId, await ContainerIdAsync(Name));
        await EndAsync(deployment);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_container_that_does_not_start_leaves_the_old_one_serving(bool fixedPort)
    {
        string[] ports = fixedPort ? FixedPort : [];
        DockerContainer good = Project.Declare(Name, o => o with { Ports = ports });
        DockerContainerStatus first = await StartAsync(good);
        string state = await File.ReadAllTextAsync(Project.StateFile, Cancellation);
        DockerContainer bad = Project.Declare(
            Name, o => o with { Ports = ports, Args = Project.Args("echo broken >&2; exit 5") });

        var died = await Assert.ThrowsAsync<ContainerFailedException>(() => StartAsync(bad));

        Assert.Equal(5, died.ExitCode);
        Assert.Contains("broken", died.Log);
        Assert.Equal(state, await File.ReadAllTextAsync(Project.StateFile, Cancellation));
        Assert.Equal(first.ContainerId, await ContainerIdAsync(Name));
        DockerContainerStatus after = await Project.Service.GetStatusAsync(bad, Cancellation);
        Assert.Equal(DeploymentStatus.Running, after.Status);
        using var client = new HttpClient();
        Assert.NotEmpty(await client.GetStringAsync(new Uri(after.Address!, "model.mlem"), Cancellation));
        Assert.Equal(first.ImageId, (string?)(await Api.GetAsync($"images/{Name}-image/json", Cancellation))["Id"]);
        await EndAsync(good);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Everywhere(EverywhereAttribute.Update, Place.Start, "new one first, where no port is fixed")]
    public async Task Requests_through_a_replacement_never_fail_but_for_the_gap_of_a_fixed_port(bool fixedPort)
    {
        DockerContainer deployment = Project.Declare(Name, o => o with { Ports = fixedPort ? FixedPort : ["127.0.0.1::8080"] });
        DockerContainerStatus first = await StartAsync(deployment);
        Project.ChangeModel();
        var client = new SteadyClient(() => Project.Service.GetStatusAsync(deployment, Cancellation), Cancellation);
        await client.AnswersAsync(20);

        DockerContainerStatus second = await StartAsync(deployment);
        await client.AnswersAsync(20);
        await client.StopAsync();

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{(fixedPort ? "fixed" : "free")} port: {client.Answered} answered, {client.Failed} failed; the gap was {second.Gap?.TotalMilliseconds.ToString("0", null) ?? "-"} ms, "
            + $"the longest wait for an answer {client.LongestWait.TotalMilliseconds:0} ms");
        Assert.Equal(DeploymentAction.Replaced, second.Action);
        Assert.Equal(fixedPort, first.Address == second.Address);
        Assert.Equal(fixedPort, second.Gap > TimeSpan.Zero);
        if (!fixedPort)
            Assert.Equal(0, client.Failed);
        await EndAsync(deployment);
    }

    [Fact]
    public async Task A_changed_declaration_replaces_the_container()
    {
        await StartAsync(Project.Declare(Name));
        DockerContainer changed = Project.Declare(Name + "2", o => o with
        {
            Image = new DockerImage(Name + "-image"),
            Params = new Dictionary<string, string>(o.Params) { ["hostname"] = "other" },
        });
        DockerContainerStatus second = await StartAsync(changed);
        Assert.Equal((DeploymentAction.Replaced, Name + "2"), (second.Action, second.Name));
        Assert.Null(await ContainerIdAsync(Name));
        var inspect = await Api.GetAsync($"containers/{Name}2/json", Cancellation);
        Assert.Equal("other", (string?)inspect["Config"]!["Hostname"]);
        await EndAsync(changed);
    }

    internal static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
