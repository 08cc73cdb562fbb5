using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment.Services;

/// <summary>docs/services.md: what a start does with a service, on a real swarm of one machine.</summary>
[Proves("Services on a swarm", Engines.Docker)]
public sealed class ServiceTests(EngineFixture engine) : ServiceTest(engine)
{
    [Fact]
    public async Task A_service_is_made_left_alone_scaled_updated_without_a_failed_request_and_removed()
    {
        int port = FreePort();
        DockerContainer deployment = Declare(o => o with
        {
            Ports = [$"{port}:8080"],
            Params = new Dictionary<string, string>(o.Params)
            {
                ["mem_limit"] = "64m",
                ["nano_cpus"] = "500000000",
                ["environment"] = """{"COLOUR": "blue"}""",
                ["read_only"] = "true",
                ["labels"] = """{"team": "red"}""",
            },
        });
        DockerServiceStatus made = await StartAsync(deployment, Quick with { Replicas = 2 });
        Assert.Equal((ServiceAction.Created, DeploymentStatus.Running, 2, 2, Name), (made.Action, made.Status, made.Replicas, made.Running, made.Name));
        Assert.Equal(new Uri($"http://127.0.0.1:{port}/"), made.Address);
        Assert.Equal(Project.Model.Hash, made.ModelHash);
        Assert.Equal(2, await AnsweringAsync());
        JsonNode container = await Api.GetAsync($"containers/{made.Tasks[0].ContainerId}/json", Cancellation);
        Assert.Equal(
            (64L << 20, 500_000_000L, true, "red"),
            ((long)container["HostConfig"]!["Memory"]!, (long)container["HostConfig"]!["NanoCpus"]!, (bool)container["HostConfig"]!["ReadonlyRootfs"]!, (string?)container["Config"]!["Labels"]!["team"]));
        Assert.Contains("COLOUR=blue", container["Config"]!["Env"]!.AsArray().Select(e => (string?)e));

        Assert.Equal(ServiceAction.Unchanged, (await StartAsync(deployment, new())).Action);
        DockerServiceStatus scaled = await StartAsync(deployment, new() { Replicas = 3 });
        Assert.Equal((ServiceAction.Scaled, 3, 3), (scaled.Action, scaled.Replicas, scaled.Running));
        Assert.Superset(made.Tasks.Select(t => t.Id).ToHashSet(), scaled.Tasks.Select(t => t.Id).ToHashSet());
        await StartAsync(deployment, new() { Replicas = 2 });

        Project.ChangeModel();
        Assert.True((await Services.GetStatusAsync(DockerServiceTarget.For(deployment), Cancellation)).ModelChanged);
        using var client = new ServiceClient(this, port);
        Task<DockerServiceStatus> updating = StartAsync(deployment, new());
        await client.RunAsync(updating);
        DockerServiceStatus updated = await updating;
        Assert.Equal((ServiceAction.Updated, 2, "completed"), (updated.Action, updated.Running, updated.UpdateState));
        Assert.Equal((Project.Model.Hash, false), (updated.ModelHash, updated.ModelChanged));
        Assert.Empty(client.Failed);
        Assert.True(client.Answered > 10, $"{client.Answered} answers");

        Assert.Equal(ServiceAction.Removed, (await StopAsync(deployment)).Action);
        Assert.Null(await Api.FindAsync($"services/{Name}", Cancellation));
        string filter = Uri.EscapeDataString($$"""{"label":["com.docker.swarm.service.id={{made.ServiceId}}"]}""");
        Assert.Empty((JsonArray)await Api.GetAsync($"containers/json?all=1&filters={filter}", Cancellation));
        Assert.False(File.Exists(Project.StateFile));
    }

    [Fact]
    public async Task An_update_to_a_model_that_dies_is_rolled_back_and_tells_why()
    {
        DockerContainer deployment = Declare();
        DockerServiceStatus good = await StartAsync(deployment, Quick with { Replicas = 2 });
        Project.ChangeModel();
        Serves("echo broken >&2; exit 5");

        var died = await Assert.ThrowsAsync<ServiceFailedException>(() => StartAsync(deployment, new()));

        Assert.Equal(("ServiceDied", 5, true), (died.ErrorId, died.ExitCode, died.RolledBack));
        Assert.Contains("broken", died.Log);
        Assert.Contains("The version before serves again.", died.Message, StringComparison.Ordinal);
        DockerServiceStatus after = await Services.GetStatusAsync(DockerServiceTarget.For(deployment), Cancellation);
        Assert.Equal((DeploymentStatus.Running, good.ModelHash, good.ImageReference, true), (after.Status, after.ModelHash, after.ImageReference, after.ModelChanged));
        Assert.Equal(2, await AnsweringAsync());
        Assert.Equal(good.ImageReference, (string?)(await Api.GetAsync($"images/{Name}-image/json", Cancellation))["Id"]);

        Serves(Serve);
        Assert.Equal(ServiceAction.Updated, (await StartAsync(deployment, new())).Action);
        string builtFor = (string)(await SpecAsync())["Labels"]!["mlem.built_for"]!;
        await StopAsync(deployment);
        string filter = Uri.EscapeDataString($$"""{"dangling":["true"],"label":["mlem.built_for={{builtFor}}"]}""");
        Assert.Empty((JsonArray)await Api.GetAsync($"images/json?filters={filter}", Cancellation));
    }

    [Theory]
    [InlineData("echo broken >&2; exit 5", "ServiceDied", 5)]
    [InlineData("echo slow; sleep 1000", "ServiceNotReady", null)]
    public async Task A_first_start_that_fails_leaves_nothing(string script, string errorId, int? exitCode)
    {
        Serves(script);
        var failed = await Assert.ThrowsAsync<ServiceFailedException>(() => StartAsync(Declare(), Quick, seconds: exitCode is null ? 4 : 60));
        Assert.Equal((errorId, exitCode, false), (failed.ErrorId, failed.ExitCode, failed.RolledBack));
        Assert.Contains(exitCode is null ? "slow" : "broken", failed.Log);
        Assert.Null(await Api.FindAsync($"services/{Name}", Cancellation));
        Assert.Null(await Api.FindAsync($"images/{Name}-image/json", Cancellation));
    }

    [Fact]
    public async Task What_is_stopped_halfway_is_as_it_was_before()
    {
        const string Slow = "echo slow; sleep 1000";
        Serves(Slow);
        DockerContainer deployment = Declare();
        await StopWhenAsync(deployment, () => Api.FindAsync($"services/{Name}", Cancellation));
        Assert.Null(await Api.FindAsync($"services/{Name}", Cancellation));
        Assert.Null(await Api.FindAsync($"images/{Name}-image/json", Cancellation));

        Serves(Serve);
        DockerServiceStatus first = await StartAsync(deployment, Quick);
        Project.ChangeModel();
        Serves(Slow);
        await StopWhenAsync(deployment, async () => (await Api.GetAsync($"services/{Name}", Cancellation))["UpdateStatus"]);
        DockerServiceStatus after = await Services.WaitAsync(
            DockerServiceTarget.For(deployment), [DeploymentStatus.Running], [], TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal((first.ModelHash, first.ImageReference), (after.ModelHash, after.ImageReference));
        await StopAsync(deployment);
    }

    private async Task StopWhenAsync(DockerContainer deployment, Func<Task<JsonNode?>> come)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<DockerServiceStatus> starting = Services.StartAsync(deployment, Project.Model, Quick, null, stop.Token);
        while (await come() is null)
        {
            Assert.False(starting.IsCompleted, starting.Exception?.ToString());
            await Task.Delay(50, Cancellation);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
    }

    [Fact]
    public async Task Secrets_are_files_in_the_containers_and_their_values_nowhere_else()
    {
        const string Value = "correct horse battery";
        await Api.PostAsync("secrets/create", new JsonObject { ["Name"] = Name + "-there", ["Data"] = Convert.ToBase64String("known"u8) }, Cancellation);
        Serves("cat /run/secrets/first /run/secrets/second > /www/secrets; " + Serve);
        DockerContainer deployment = Declare();

        var missing = await Assert.ThrowsAsync<MlemException>(() => StartAsync(deployment, Quick with { Secrets = [ServiceSecret.Parse("no-such")] }));
        Assert.Equal("SecretNotFound", missing.ErrorId);
        DockerServiceStatus status = await StartAsync(deployment, Quick with
        {
            Secrets =
            [
                ServiceSecret.Parse(Name + "-there=first"),
                new ServiceSecret("second", null) { Value = System.Text.Encoding.UTF8.GetBytes(Value) },
            ],
        });

        using var client = new HttpClient();
        Uri address = Assert.Single(await ServingAsync()).Address;
        Assert.Equal("known" + Value, await client.GetStringAsync(new Uri(address, "secrets"), Cancellation));
        string service = (await Api.GetAsync($"services/{Name}", Cancellation)).ToJsonString();
        string container = (await Api.GetAsync($"containers/{status.Tasks[0].ContainerId}/json", Cancellation)).ToJsonString();
        Assert.DoesNotContain(Value, service + container, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Value)), service + container, StringComparison.Ordinal);
        Assert.Equal(["first", "second"], status.Secrets.Select(s => s.Target));
        Assert.Equal(ServiceAction.Unchanged, (await StartAsync(deployment, new())).Action);

        await StopAsync(deployment);
        JsonNode? left = Assert.Single(
            (JsonArray)await Api.GetAsync("secrets", Cancellation),
            s => ((string?)s!["Spec"]!["Name"])!.StartsWith(Name, StringComparison.Ordinal));
        await Api.DeleteAsync($"secrets/{(string?)left!["ID"]}", Cancellation);
    }

    [Fact]
    public async Task A_service_whose_tasks_ended_for_good_runs_again()
    {
        DockerContainer deployment = Declare();
        DockerServiceOptions never = Quick with { RestartCondition = ServiceRestartCondition.None };
        DockerServiceStatus first = await StartAsync(deployment, never);
        await Api.PostAsync($"containers/{first.Tasks[0].ContainerId}/kill", null, Cancellation);
        var target = DockerServiceTarget.For(deployment);
        Assert.Equal(0, (await Services.WaitAsync(target, [DeploymentStatus.Crashed], [], TimeSpan.FromSeconds(20), Cancellation)).Running);

        DockerServiceStatus again = await StartAsync(deployment, new());

        Assert.Equal((ServiceAction.Restarted, 1), (again.Action, again.Running));
        Assert.Equal(ServiceAction.Unchanged, (await StartAsync(deployment, new())).Action);
        await StopAsync(deployment);
        Assert.Equal("NotDeployed", (await Assert.ThrowsAsync<MlemException>(() => StopAsync(deployment))).ErrorId);
    }

    [Fact]
    public async Task A_container_of_the_same_declaration_is_another_thing()
    {
        DockerContainer deployment = Declare();
        DockerContainerStatus container = await StartAsync(deployment);
        string state = await File.ReadAllTextAsync(Project.StateFile, Cancellation);

        await StartAsync(deployment, Quick);

        Assert.Equal(state, await File.ReadAllTextAsync(Project.StateFile, Cancellation));
        Assert.Equal(DeploymentAction.Unchanged, (await StartAsync(deployment)).Action);
        Assert.Equal(Name, Assert.Single(await Project.Service.ListAsync(null, null, Cancellation), d => d.Path == deployment.Path).ContainerName);
        await StopAsync(deployment);
        Assert.Equal(container.ContainerId, await ContainerIdAsync(Name));
        await StartAsync(deployment, Quick);
        await EndAsync(deployment);
        Assert.Equal(DeploymentStatus.Running, (await Services.GetStatusAsync(DockerServiceTarget.For(deployment), Cancellation)).Status);
        await StopAsync(deployment);
    }

    [Fact]
    public async Task What_belongs_to_others_is_never_touched_and_nothing_is_built_for_it()
    {
        int port = FreePort();
        await Api.PostAsync("services/create", JsonNode.Parse($$"""
            {"Name": "{{Name}}", "TaskTemplate": {"ContainerSpec": {"Image": "mlem-test/busybox:1.35"} },
             "Mode": {"Replicated": {"Replicas": 0} }, "EndpointSpec": {"Ports": [{"TargetPort": 80, "PublishedPort": {{port}} }] } }
            """), Cancellation);
        string before = (await SpecAsync()).ToJsonString();

        Assert.Equal("ServiceNameInUse", (await Assert.ThrowsAsync<MlemException>(() => StartAsync(Declare(), Quick))).ErrorId);
        DockerContainer other = Declare(o => o with { ContainerName = Name + "2", Ports = [$"{port}:8080"] });
        Assert.Equal("PortInUse", (await Assert.ThrowsAsync<MlemException>(() => StartAsync(other, Quick))).ErrorId);
        Assert.Equal(
            "NotDeployed",
            (await Assert.ThrowsAsync<MlemException>(() => Services.StopAsync(DockerServiceTarget.Named(Name), TimeSpan.Zero, Cancellation))).ErrorId);

        Assert.Equal(before, (await SpecAsync()).ToJsonString());
        Assert.Null(await Api.FindAsync($"images/{Name}-image/json", Cancellation));
        await Api.DeleteAsync($"services/{Name}", Cancellation);
    }

    [Fact]
    public async Task Parallel_starts_of_one_declaration_make_one_service()
    {
        DockerContainer deployment = Declare();
        DockerServiceStatus[] all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync(deployment, Quick)));
        Assert.Single(all.Select(s => s.ServiceId).Distinct());
        Assert.Single(all, s => s.Action == ServiceAction.Created);
        Assert.Equal(1, await AnsweringAsync());
        await StopAsync(deployment);
    }

    private async Task<int> AnsweringAsync()
    {
        using var client = new HttpClient();
        int answering = 0;
        foreach ((_, Uri address) in await ServingAsync())
        {
            await client.GetStringAsync(new Uri(address, "model.mlem"), Cancellation);
            answering++;
        }

        return answering;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
