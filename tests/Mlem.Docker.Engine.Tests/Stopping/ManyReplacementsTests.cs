using System.Globalization;
using Mlem.Docker.Engine.Tests.Deployment;
using Mlem.Docker.Engine.Tests.Deployment.Services;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Stopping;

/// <summary>
/// A container and a service are replaced again and again under a load that never pauses, and no request fails. How often says
/// MLEM_DOCKER_TEST_REPLACEMENTS; 200 have been run by hand.
/// </summary>
public sealed class ManyReplacementsTests(EngineFixture engine) : ServiceTest(engine)
{
    private static int Times { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_REPLACEMENTS"), CultureInfo.InvariantCulture, out int times) ? times : 3;

    [Fact]
    public async Task No_request_fails_while_containers_are_replaced()
    {
        DockerContainer deployment = await DeclareAsync(["127.0.0.1::8080"]);
        await StartAsync(deployment);
        SteadyClient[] clients =
        [
            .. Enumerable.Range(0, 3).Select(_ => new SteadyClient(() => Project.Service.GetStatusAsync(deployment, Cancellation), Cancellation, StandInImage.Flower)),
        ];
        for (int time = 0; time < Times; time++)
        {
            Project.ChangeModel();
            Assert.Equal(DeploymentAction.Replaced, (await StartAsync(deployment)).Action);
            await clients[0].AnswersAsync(2);
        }

        foreach (SteadyClient client in clients)
            await client.StopAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{Times} replacements: {clients.Sum(c => c.Answered)} answered, {clients.Sum(c => c.Failed)} failed");
        Assert.Equal(0, clients.Sum(c => c.Failed));
        await EndAsync(deployment);
    }

    [Fact]
    public async Task No_request_fails_while_a_service_is_updated()
    {
        int port = ReplaceTests.FreePort();
        DockerContainer deployment = await DeclareAsync([$"{port}:8080"]);
        await StartAsync(deployment, Quick with { Replicas = 2 });
        using var client = new ServiceClient(this, port, StandInImage.Flower);
        for (int time = 0; time < Times; time++)
        {
            Project.ChangeModel();
            Task<DockerServiceStatus> updating = StartAsync(deployment, Quick with { Replicas = 2 });
            await client.RunAsync(updating);
            Assert.Equal(ServiceAction.Updated, (await updating).Action);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Times} updates: {client.Answered} answered, {client.Failed.Count} failed");
        Assert.Empty(client.Failed);
        await StopAsync(deployment);
    }

    [Fact]
    public async Task A_request_that_takes_longer_than_Docker_waits_is_answered_though_its_container_is_replaced()
    {
        DockerContainer deployment = await DeclareAsync(["127.0.0.1::8080"], slow: true);
        DockerContainerStatus first = await StartAsync(deployment);
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(1) };
        Task<HttpResponseMessage> asked = client.PostAsync(new Uri(first.Address!, "predict"), new StringContent(StandInImage.Flower), Cancellation);
        await Task.Delay(500, Cancellation);
        Project.ChangeModel();

        DockerContainerStatus second = await StartAsync(deployment);

        Assert.Equal(DeploymentAction.Replaced, second.Action);
        Assert.Null(await Api.FindAsync($"containers/{first.ContainerId}/json", Cancellation));
        using HttpResponseMessage answer = await asked;
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        await EndAsync(deployment);
    }

    // Docker's own patience with a container that it stops is ten seconds.
    private async Task<DockerContainer> DeclareAsync(string[] ports, bool slow = false)
    {
        string python = await Engine.BaseImages.ServersAsync(Cancellation);
        return Project.Declare(Name, o => o with
        {
            Ports = ports,
            Server = Server.OfType("fastapi"),
            Params = slow ? new Dictionary<string, string> { ["environment"] = """{"STANDIN_FAULT": "method-slow:20"}""" } : new Dictionary<string, string>(),
            Args = new DockerBuildArgs { BaseImage = python, MlemWheel = StandInWheel.Write(Directory.CreateDirectory(Path.Combine(Project.Folder, "wheel")).FullName) },
        });
    }
}
