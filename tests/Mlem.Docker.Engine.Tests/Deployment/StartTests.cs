using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>The first start, and the plain operations after it.</summary>
[Proves("Start, status, wait, follow a log, stop, remove", Engines.All)]
public sealed class StartTests(EngineFixture engine) : DeploymentTest(engine)
{
    [Fact]
    public async Task A_start_serves_is_known_and_is_removed_once()
    {
        DockerContainer deployment = Project.Declare(Name);
        Assert.Equal(DeploymentStatus.NotDeployed, (await Project.Service.GetStatusAsync(deployment, Cancellation)).Status);

        DockerContainerStatus started = await StartAsync(deployment);

        Assert.Equal(DeploymentAction.Created, started.Action);
        Assert.Equal(DeploymentStatus.Running, started.Status);
        Assert.Equal(Project.State!.ContainerId, started.ContainerId);
        Assert.Equal(Project.Model.Hash, Project.State!.ModelHash);
        Assert.Equal("iris.mlem", Project.State!.ModelPath);
        Assert.False(started.ModelChanged);
        using var client = new HttpClient();
        Assert.Contains("object_type: model", await client.GetStringAsync(new Uri(started.Address!, "model.mlem"), Cancellation), StringComparison.Ordinal);

        DockerContainerStatus again = await StartAsync(deployment);
        Assert.Equal(DeploymentAction.Unchanged, again.Action);
        Assert.Equal(started.ContainerId, again.ContainerId);

        DockerContainerStatus removed = await Project.Service.RemoveAsync(deployment, null, Cancellation);
        Assert.Equal(DeploymentStatus.NotDeployed, removed.Status);
        Assert.Null(Project.State!.ContainerId);
        Assert.Equal(Name, Project.State!.ContainerName);
        Assert.NotNull(Project.State!.Image);
        MlemException second = await Assert.ThrowsAsync<MlemException>(() => Project.Service.RemoveAsync(deployment, null, Cancellation));
        Assert.Equal("NotDeployed", second.ErrorId);
        Assert.Empty(Directory.GetFiles(Project.Folder, "*.lock"));
        await EndAsync(deployment);
    }

    [Fact]
    public async Task A_container_that_dies_leaves_nothing_but_its_last_words()
    {
        DockerContainer deployment = Project.Declare(
            Name, o => o with { Args = Project.Args("echo it begins; echo 'no such weights' >&2; exit 3") });

        var died = await Assert.ThrowsAsync<ContainerFailedException>(() => StartAsync(deployment));

        Assert.Equal("ContainerDied", died.ErrorId);
        Assert.Equal(3, died.ExitCode);
        Assert.Contains("no such weights", died.Log);
        Assert.Contains("no such weights", died.Message, StringComparison.Ordinal);
        Assert.Null(Project.State);
        Assert.Null(await ContainerIdAsync(Name));
        Assert.Null(await Api.FindAsync($"images/{Name}-image/json", Cancellation));
    }

    [Fact]
    public async Task A_log_is_followed_through_a_restart_and_the_status_counts_it()
    {
        const string Twice = "if [ -e /again ]; then echo zweimal é; exec httpd -f -p 8080 -h /www; fi; "
            + "touch /again; echo einmal ü; echo ende >&2; httpd -p 8080 -h /www; sleep 3; exit 3";
        DockerContainer deployment = Project.Declare(Name, o => o with
        {
            Args = Project.Args(Twice),
            Params = new Dictionary<string, string>(o.Params) { ["restart_policy"] = """{"Name": "on-failure", "MaximumRetryCount": 5}""" },
        });
        await StartAsync(deployment);

        List<LogLine> lines = [];
        await foreach (LogLine line in Project.Service.LogsAsync(deployment, new LogOptions { Follow = true }, Cancellation))
        {
            lines.Add(line);
            if (line.Text.StartsWith("zwei", StringComparison.Ordinal))
                break;
        }

        Assert.Equal(["einmal ü", "zweimal é"], lines.Where(l => l.Stream == LogStream.StandardOutput).Select(l => l.Text));
        Assert.Equal("ende", Assert.Single(lines, l => l.Stream == LogStream.StandardError).Text);
        DockerContainerStatus status = await Project.Service.GetStatusAsync(deployment, Cancellation);
        Assert.Equal((1, DeploymentStatus.Running), (status.Restarts, status.Status));
        Assert.True(status.Uptime < DateTime.UtcNow - status.StartedAt!.Value + TimeSpan.FromSeconds(1));
        await EndAsync(deployment);
    }

    [Fact]
    public async Task A_log_is_followed_when_someone_restarts_the_container()
    {
        DockerContainer deployment = Project.Declare(Name, o => o with { Args = Project.Args("echo up; " + DeploymentProject.Serve) });
        string id = (await StartAsync(deployment)).ContainerId!;
        List<string> lines = [];
        Task restart = Task.CompletedTask;
        await foreach (LogLine line in Project.Service.LogsAsync(deployment, new LogOptions { Follow = true }, Cancellation))
        {
            lines.Add(line.Text);
            if (lines.Count == 2)
                break;
            restart = Api.PostAsync($"containers/{id}/restart?t=1", null, Cancellation);
        }

        await restart;
        Assert.Equal(["up", "up"], lines);
        await EndAsync(deployment);
    }

    [Fact]
    public async Task A_wait_ends_at_its_status_at_one_that_is_not_allowed_or_in_time()
    {
        DockerContainer deployment = Project.Declare(Name, o => o with { Rm = false });
        Task<DockerContainerStatus> WaitAsync(DeploymentStatus status, double seconds, params DeploymentStatus[] allowed) =>
            Project.Service.WaitAsync(deployment, [status], allowed, TimeSpan.FromSeconds(seconds), Cancellation);

        var late = await Assert.ThrowsAsync<MlemException>(() => WaitAsync(DeploymentStatus.Running, 0.2, DeploymentStatus.NotDeployed));
        Assert.Equal("DeploymentWaitTimeout", late.ErrorId);
        var other = await Assert.ThrowsAsync<MlemException>(() => WaitAsync(DeploymentStatus.Running, 60, DeploymentStatus.Starting));
        Assert.Equal("DeploymentStatusUnexpected", other.ErrorId);
        Task<DockerContainerStatus> running = WaitAsync(DeploymentStatus.Running, 120, DeploymentStatus.NotDeployed);
        string id = (await StartAsync(deployment)).ContainerId!;
        Assert.Equal(id, (await running).ContainerId);
        await Api.PostAsync($"containers/{id}/pause", null, Cancellation);
        Assert.Equal("paused", (await WaitAsync(DeploymentStatus.Stopped, 60)).State);
        await Api.PostAsync($"containers/{id}/unpause", null, Cancellation);
        await Api.PostAsync($"containers/{id}/kill", null, Cancellation);
        Assert.Equal(137, (await WaitAsync(DeploymentStatus.Crashed, 60, DeploymentStatus.Running)).ExitCode);
        await Api.DeleteAsync($"containers/{id}", Cancellation);
        Assert.Equal(DeploymentStatus.Unknown, (await WaitAsync(DeploymentStatus.Unknown, 60)).Status);
        await EndAsync(deployment);
    }

    [Fact]
    public async Task Without_rm_a_stop_keeps_the_container_and_a_start_wakes_it()
    {
        DockerContainer deployment = Project.Declare(Name, o => o with { Rm = false });
        DockerContainerStatus first = await StartAsync(deployment);

        DockerContainerStatus stopped = await Project.Service.StopAsync(deployment, null, Cancellation);
        Assert.Equal((DeploymentAction.Stopped, "exited"), (stopped.Action, stopped.State));
        DockerContainerStatus woken = await StartAsync(deployment);

        Assert.Equal((DeploymentAction.Restarted, first.ContainerId), (woken.Action, woken.ContainerId));
        await EndAsync(deployment);
    }

    [Fact]
    public async Task With_rm_a_stop_removes_the_container()
    {
        DockerContainer deployment = Project.Declare(Name);
        await StartAsync(deployment);
        DockerContainerStatus stopped = await Project.Service.StopAsync(deployment, null, Cancellation);
        Assert.Equal(DeploymentAction.Removed, stopped.Action);
        Assert.Null(await ContainerIdAsync(Name));
        await EndAsync(deployment);
    }

    [Fact]
    public async Task A_name_of_someone_elses_container_is_refused_before_anything_is_built()
    {
        await Api.PostAsync($"containers/create?name={Name}", new System.Text.Json.Nodes.JsonObject
        {
            ["Image"] = "mlem-test/busybox:1.35",
        }, Cancellation);
        string? theirs = await ContainerIdAsync(Name);

        MlemException refused = await Assert.ThrowsAsync<MlemException>(() => StartAsync(Project.Declare(Name)));

        Assert.Equal("ContainerNameInUse", refused.ErrorId);
        Assert.Equal(theirs, await ContainerIdAsync(Name));
        Assert.Null(await Api.FindAsync($"images/{Name}-image/json", Cancellation));
        Assert.Null(Project.State);
        await Api.DeleteAsync($"containers/{theirs}?force=1", Cancellation);
    }

    [Fact]
    public async Task A_taken_host_port_is_refused_before_anything_is_built()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        int port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        MlemException refused = await Assert.ThrowsAsync<MlemException>(
            () => StartAsync(Project.Declare(Name, o => o with { Ports = [$"127.0.0.1:{port}:8080"] })));

        Assert.Equal("PortInUse", refused.ErrorId);
        Assert.Null(await Api.FindAsync($"images/{Name}-image/json", Cancellation));
    }

    [Fact]
    public async Task A_container_without_declaration_keeps_its_state_in_its_labels()
    {
        DockerContainer adhoc = DockerContainer.Create(new DockerContainerOptions
        {
            ContainerName = Name,
            Image = new DockerImage(Name + "-image"),
            Args = Project.Args(DeploymentProject.Serve),
            Params = new Dictionary<string, string> { ["stop_signal"] = "SIGKILL" },
            Ports = ["127.0.0.1::8080"],
        });
        DockerContainerStatus started = await StartAsync(adhoc);
        Assert.Equal(DeploymentAction.Created, started.Action);
        Assert.Equal(DeploymentAction.Unchanged, (await StartAsync(adhoc)).Action);
        DockerContainer found = Assert.Single(await Project.Service.ListAsync(null, Name, Cancellation));
        DockerContainerStatus status = await Project.Service.GetStatusAsync(found, Cancellation);
        Assert.Equal((Project.Model.Hash, false), (status.ModelHash, status.ModelChanged));
        Assert.Equal("127.0.0.1", status.Address!.Host);
        Assert.False(File.Exists(Project.StateFile));
        Assert.Equal(DeploymentAction.Removed, (await Project.Service.StopAsync(found, null, Cancellation)).Action);
        Assert.Null(await ContainerIdAsync(Name));
        await EndAsync(adhoc);
    }
}
