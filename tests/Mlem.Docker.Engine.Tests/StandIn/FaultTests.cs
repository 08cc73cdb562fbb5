using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.StandIn;

/// <summary>The stand-in misbehaves when told to, in exactly the way told.</summary>
public sealed class FaultTests(EngineFixture engine) : EngineTest(engine)
{
    private const int FaultExitCode = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("exit")]
    [InlineData("exit-after:0.2")]
    public async Task A_container_told_to_die_dies_with_its_exit_code(string fault)
    {
        await using var container = await StartAsync(fault);
        var ended = await Api.PostAsync($"containers/{container.Id}/wait", null, Cancellation);
        Assert.Equal(FaultExitCode, (int)ended!["StatusCode"]!);
    }

    [Fact]
    public async Task A_container_told_to_fail_its_methods_serves_and_answers_500()
    {
        await using var container = await StartAsync("error-500");
        using var client = new ModelClient(await container.PortAsync(Cancellation));
        await client.WaitUntilServingAsync(Limit, Cancellation);
        var answer = await client.AskAsync("POST", "predict", "{}", Cancellation);
        Assert.Equal(500, answer.Status);
    }

    [Theory]
    [InlineData("wrong-port", "8081")]
    [InlineData("deaf", "8080")]
    public async Task A_container_told_so_runs_and_does_not_answer_on_its_port(string fault, string listening)
    {
        await using var container = await StartAsync(fault);
        await ListensAsync(container, listening);
        using var client = new ModelClient(await container.PortAsync(Cancellation), TimeSpan.FromSeconds(1));
        var failure = await Record.ExceptionAsync(() => client.AskAsync("GET", "interface.json", null, Cancellation));
        Assert.True(failure is HttpRequestException or TaskCanceledException, $"{failure}");
        Assert.True((bool)(await container.InspectAsync(Cancellation))["State"]!["Running"]!);
    }

    private Task<StandInContainer> StartAsync(string fault) => StandInContainer.StartAsync(
        this,
        RepositoryRoot.Combine("tests", "golden", "docker_dirs", "model__a_sklearn_df__model"),
        [$"STANDIN_FAULT={fault}"],
        Cancellation);

    private async Task ListensAsync(StandInContainer container, string port)
    {
        var until = DateTime.UtcNow + Limit;
        while (!(await container.LogAsync(Cancellation)).Contains($":{port}\n", StringComparison.Ordinal))
        {
            Assert.True(DateTime.UtcNow < until, $"never listened on {port}");
            await Task.Delay(100, Cancellation);
        }
    }
}
