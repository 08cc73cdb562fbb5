using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Stopping;

/// <summary>Every server runs with least privilege as any user, ends at once when it is told to, and answers what it was asked before.</summary>
[Proves("Every server hardened (`-Hardened`), as any user, and its end when it is told to", Engines.Containerd | Engines.Old | Engines.Podman)]
public sealed class StopTests(EngineFixture engine) : EngineTest(engine)
{
    // A container that does not end is killed, and then has the exit code 137. An idle server takes less than one second
    // (docs/speed.md); a machine that does much else may take longer, so that MLEM_DOCKER_TEST_STOP_SECONDS says what is demanded.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_STOP_SECONDS"), CultureInfo.InvariantCulture, out double seconds) ? seconds : 30);

    private static readonly TimeSpan Start = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("fastapi", 0)]
    [InlineData("_sagemaker", 0)]
    [InlineData("_heroku", 0)]
    [InlineData("streamlit", 0)]
    [InlineData("rmq", 130)]
    public async Task An_optimised_image_serves_hardened_as_any_user_and_ends_when_told_to(string server, int exitCode)
    {
        DockerContextRequest request = await StandInImage.RequestAsync(this, StandInWheel.Write(_folder.Path), server);
        DockerImage image = await StandInImage.BuildAsync(
            request with { User = "12345:0" },
            Prefix,
            new ImageVerifyOptions { Hardened = true, Inputs = [new("predict", StandInImage.Flower)] });
        Assert.Equal(server == "rmq" ? "amqp" : "http", image.Verification!.Sign);
        VerificationCall call = Assert.Single(image.Verification.Calls);
        Assert.Equal((200, "[0]"), (call.Status, JsonSerializer.Serialize(call.Answer)));

        await StopsAsync(server, exitCode, StandInImage.Harden);
    }

    [Theory]
    [InlineData("fastapi", 0)]
    [InlineData("_sagemaker", 0)]
    [InlineData("_heroku", 0)]
    [InlineData("streamlit", 0)]
    [InlineData("rmq", 130)]
    public async Task MLEMs_layout_ends_when_told_to_as_well(string server, int exitCode)
    {
        DockerContextRequest request = await StandInImage.RequestAsync(this, StandInWheel.Write(_folder.Path), server);
        await StandInImage.BuildAsync(request with { Optimize = false }, Prefix);
        await StopsAsync(server, exitCode, null);
    }

    [Theory]
    [InlineData("fastapi", 0)]
    [InlineData("streamlit", 0)]
    [InlineData("rmq", 130)]
    public async Task An_init_before_the_server_makes_no_difference(string server, int exitCode)
    {
        await StandInImage.BuildAsync(await StandInImage.RequestAsync(this, StandInWheel.Write(_folder.Path), server), Prefix);
        await StopsAsync(server, exitCode, host => host["Init"] = true);
    }

    private async Task StopsAsync(string server, int exitCode, Action<JsonObject>? host)
    {
        if (server == "rmq")
        {
            await using StandInContainer consumer = await StandInContainer.StartImageAsync(
                this, Prefix, [$"STANDIN_REQUEST={StandInImage.Flower}", "STANDIN_FAULT=method-slow:1.5"], Cancellation, host);
            await WritesAsync(consumer, "asked");
            Assert.Equal(exitCode, await EndAsync(consumer, server + ", asked", asked: true));
            string log = await consumer.LogAsync(Cancellation);
            Assert.Contains("answered [0]", log, StringComparison.Ordinal);
            Assert.Contains("acknowledged 1", log, StringComparison.Ordinal);

            await Api.PostAsync($"containers/{consumer.Id}/restart", null, Cancellation);
            await WritesAsync(consumer, "acknowledged 1", times: 2);
            Assert.Equal(exitCode, await EndAsync(consumer, server + ", idle"));
            return;
        }

        await using StandInContainer container = await StandInContainer.StartImageAsync(this, Prefix, ["STANDIN_FAULT=method-slow:1.5"], Cancellation, host);
        using var client = new ModelClient(await container.PortAsync(Cancellation));
        await WritesAsync(container, "running on http");
        Task<Answer> asked = client.AskAsync("POST", server == "_sagemaker" ? "invocations" : "predict", StandInImage.Flower, Cancellation);
        await Task.Delay(500, Cancellation);
        Assert.Equal(exitCode, await EndAsync(container, server + ", asked", asked: true));
        Assert.Equal(200, (await asked).Status);

        await Api.PostAsync($"containers/{container.Id}/restart", null, Cancellation);
        await WritesAsync(container, "running on http", times: 2);
        Assert.Equal(exitCode, await EndAsync(container, server + ", idle"));
    }

    private static async Task<int> EndAsync(StandInContainer container, string what, bool asked = false)
    {
        (TimeSpan time, int exitCode) = await container.StopAsync(Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {time.TotalSeconds:0.00} s, exit code {exitCode}");
        Assert.True(time < Limit + (asked ? TimeSpan.FromSeconds(1.5) : TimeSpan.Zero), $"{what}: {time}");
        return exitCode;
    }

    private static async Task WritesAsync(StandInContainer container, string text, int times = 1)
    {
        DateTime until = DateTime.UtcNow + Start;
        while ((await container.LogAsync(Cancellation)).Split(text).Length <= times)
        {
            Assert.True(DateTime.UtcNow < until, $"never wrote '{text}'");
            await Task.Delay(50, Cancellation);
        }
    }
}
