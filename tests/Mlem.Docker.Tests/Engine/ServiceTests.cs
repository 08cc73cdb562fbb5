using System.Text;
using Docker.DotNet.Models;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Engine;

/// <summary>What the swarm's part of the Engine's API answers, and what becomes of it.</summary>
public sealed class ServiceTests
{
    [Theory]
    [InlineData("{}", "inactive", false)]
    [InlineData("""{"Swarm":{"LocalNodeState":"active","ControlAvailable":false,"NodeID":"n"}}""", "active", false)]
    [InlineData("""{"Swarm":{"LocalNodeState":"active","ControlAvailable":true,"NodeID":"n","Nodes":3}}""", "active", true)]
    public async Task An_Engine_tells_its_place_in_a_swarm(string info, string state, bool manager)
    {
        await using var engine = Answers("/info", 200, info);
        await using DockerEngine client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        EngineSwarm swarm = await client.Swarm.GetSwarmAsync(Cancellation);
        Assert.Equal((state, manager), (swarm.State, swarm.IsManager));
    }

    [Fact]
    public async Task An_Engine_outside_of_a_swarm_says_what_to_do()
    {
        await using var engine = Answers("/services", 503, """{"message":"This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again."}""");
        await using DockerEngine client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var error = await Assert.ThrowsAsync<EngineException>(() => client.Swarm.ListServicesAsync(["a"], Cancellation));
        Assert.Equal("SwarmNotActive", error.ErrorId);
        Assert.Contains("docker swarm init", error.Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_swarm_without_services_has_none(string answer)
    {
        await using var engine = Answers("/services", 200, answer);
        await using DockerEngine client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        Assert.Empty(await client.Swarm.ListServicesAsync(null, Cancellation));
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_none()
    {
        await using var engine = Answers("/services/gone", 404, """{"message":"service gone not found"}""");
        await using DockerEngine client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        Assert.Null(await client.Swarm.FindServiceAsync("gone", Cancellation));
    }

    [Fact]
    public async Task Credentials_go_with_a_new_service_and_into_no_error()
    {
        await using var engine = Answers("/services/create", 409, """{"message":"rpc error: code = AlreadyExists desc = name conflicts with an existing object: service svc already exists"}""");
        await using DockerEngine client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var login = RegistryCredential.FromPassword("me", "??>secret-word");
        var spec = new ServiceSpec { Name = "svc", TaskTemplate = new() { ContainerSpec = new() { Image = "registry.example/m:1" } } };
        var error = await Assert.ThrowsAsync<EngineException>(() => client.Swarm.CreateServiceAsync(spec, login, Cancellation));
        Assert.Equal("ServiceNameInUse", error.ErrorId);
        Assert.DoesNotContain("secret-word", error.ToString(), StringComparison.Ordinal);
        ScriptedRequest request = engine.Requests.Single(r => r.Path == "/services/create");
        string header = request.Headers["X-Registry-Auth"];
        Assert.DoesNotContain('+', header);
        Assert.DoesNotContain('/', header);
        string login64 = Encoding.UTF8.GetString(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/')));
        Assert.Contains("secret-word", login64, StringComparison.Ordinal);
        Assert.Contains("\"serveraddress\":\"registry.example\"", login64, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_of_a_service_are_the_newest_of_each_replica_first()
    {
        await using var engine = Answers("/tasks", 200, """
            [{"ID":"a","ServiceID":"s","Slot":2,"CreatedAt":"2026-01-01T00:00:00Z","DesiredState":"running","Status":{"State":"running","ContainerStatus":{"ContainerID":"c"}}},
             {"ID":"b","ServiceID":"s","Slot":1,"CreatedAt":"2026-01-01T00:00:00Z","DesiredState":"shutdown","Status":{"State":"failed","Err":"task: non-zero exit (5)","ContainerStatus":{"ContainerID":"d","ExitCode":5}}},
             {"ID":"c","ServiceID":"s","Slot":1,"CreatedAt":"2026-01-02T00:00:00Z","DesiredState":"ready","Status":{"State":"ready"}},
             {"ID":"x","ServiceID":"other"}]
            """);
        await using DockerEngine client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        IReadOnlyList<EngineTask> tasks = await client.Swarm.ListTasksAsync("s", Cancellation);
        Assert.Equal(["c", "b", "a"], tasks.Select(t => t.Id));
        Assert.Equal(["1: ready", "1: failed (5), task: non-zero exit (5)", "2: running"], tasks.Select(t => t.ToString()));
        Assert.Equal([false, true, false], tasks.Select(t => t.Failed));
    }

    [Theory]
    [InlineData("com.docker.swarm.node.id=n,com.docker.swarm.service.id=s,com.docker.swarm.task.id=t hello there", "hello there", "t")]
    [InlineData("com.docker.swarm.node.id=n,com.docker.swarm.service.id=s,com.docker.swarm.task.id=t ", "", "t")]
    [InlineData("com.docker.swarm.task.id=t,label=a%2Cb a=b", "a=b", "t")]
    [InlineData("plain line", "plain line", "")]
    public void A_line_of_a_service_s_log_tells_its_task(string text, string line, string task)
    {
        ServiceLogLine read = ServiceLogLine.From(new LogLine(LogStream.StandardOutput, text));
        Assert.Equal((line, task), (read.Text, read.TaskId));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ScriptedEngine Answers(string path, int status, string body) => new(async (request, connection, stop) =>
    {
        if (await ScriptedEngine.GreetAsync(request, connection, stop))
            return;
        Assert.Equal(path, request.Path.Split('?')[0]);
        await connection.WriteAsync(ScriptedEngine.Answer(status, body), stop);
    });
}
