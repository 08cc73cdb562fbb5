using System.Globalization;
using System.Text;
using Mlem.Docker.Engine;
using Mlem.Docker.Registries;
using Mlem.Docker.Tests.Engine;

namespace Mlem.Docker.Tests.Hostile;

/// <summary>A peer that never comes to an end costs a bounded number of bytes and a bounded time, whatever it was asked.</summary>
public sealed class AnswerBoundsTests
{
    // What the sockets hold is sent and never read.
    private const long MostOfAnEngine = 64L << 20;
    private const long MostOfARegistry = 32L << 20;

    private static readonly EngineTimeouts Impatient = new() { Response = TimeSpan.FromMilliseconds(400) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Questions => [.. Asked.Keys];

    // The typed calls and our own exchanges.
    private static readonly Dictionary<string, Func<DockerEngine, Task>> Asked = new()
    {
        ["images"] = client => client.Images.ListImagesAsync(null, Stop),
        ["image"] = client => client.Images.FindImageAsync("a", Stop),
        ["history"] = client => client.Images.ReadHistoryAsync("a", Stop),
        ["container"] = client => client.Containers.FindContainerAsync("a", Stop),
        ["containers"] = client => client.Containers.ListContainerSummariesAsync(cancellationToken: Stop),
        ["services"] = client => client.Swarm.ListServicesAsync([], Stop),
        ["information"] = client => client.GetInfoAsync(Stop),
        ["storage"] = client => client.GetStorageUseAsync(Stop),
        ["distribution"] = client => client.Transfers.FindInRegistryAsync("a:1", null, Stop),
        ["tag"] = client => client.Images.TagAsync("a", "b:1", Stop),
        ["removal"] = client => client.Containers.RemoveContainerAsync("a", cancellationToken: Stop),
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task An_answer_without_end_is_refused(string question)
    {
        var peer = new Endless(Head(200), question is "images" or "containers" or "services" or "history" ? "[{}" : "{\"a\":[0", ",{}");
        await AskAsync(peer, question, new EngineTimeouts(), null);
        Assert.InRange(peer.Sent, 0, MostOfAnEngine);
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task The_body_of_an_error_without_end_is_cut(string question)
    {
        var peer = new Endless(Head(500), "{\"message\":\"", "no ");
        await AskAsync(peer, question, new EngineTimeouts(), null);
        Assert.InRange(peer.Sent, 0, MostOfAnEngine);
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Another_protocol_that_nobody_asked_for_is_refused(string question)
    {
        var peer = new Endless("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n", "", "x");
        await AskAsync(peer, question, new EngineTimeouts(), null);
        Assert.InRange(peer.Sent, 0, MostOfAnEngine);
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_head_without_end_is_refused(string question)
    {
        var peer = new Endless("HTTP/1.1 200 OK\r\nX: ", "", "y");
        await AskAsync(peer, question, new EngineTimeouts(), null);
        Assert.InRange(peer.Sent, 0, MostOfAnEngine);
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task An_answer_that_trickles_in_has_a_time_for_the_whole(string question)
    {
        foreach (int status in (int[])[200, 500])
            await AskAsync(new Endless(Head(status), "[", " ") { Pause = TimeSpan.FromMilliseconds(20) }, question, Impatient, "EngineTimeout");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task A_registry_or_a_token_server_that_does_not_end_is_refused(int status)
    {
        var peer = new Endless(Head(status), "{\"token\":\"", "t");
        MlemException error = await SendAsync(peer, new RegistryClientOptions());
        Assert.Equal("RegistryAnswerInvalid", error.ErrorId);
        Assert.InRange(peer.Sent, 0, MostOfARegistry);

        var slow = new Endless(Head(status), "{", " ") { Pause = TimeSpan.FromMilliseconds(20) };
        error = await SendAsync(slow, new RegistryClientOptions { RequestTimeout = TimeSpan.FromMilliseconds(400) });
        Assert.Equal("RegistryTimeout", error.ErrorId);
    }

    [Fact]
    public async Task Labels_that_are_named_twice_are_read()
    {
        const string Labels = "\"Labels\":{\"a\":\"1\",\"a\":\"2\"}";
        await using var engine = new ScriptedEngine(async (request, connection, stop) =>
        {
            if (!await ScriptedEngine.GreetAsync(request, connection, stop))
            {
                await connection.WriteAsync(
                    ScriptedEngine.Answer(200, request.Path.EndsWith("/images/json", StringComparison.Ordinal)
                        ? $"[{{\"Id\":\"x\",{Labels}}}]" : $"{{\"Id\":\"x\",\"Config\":{{{Labels}}}}}"), stop);
            }
        });
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Stop);
        Assert.Equal("2", Assert.Single(await client.Images.ListImagesAsync(null, Stop)).Labels["a"]);
        Assert.Equal("2", (await client.Images.FindImageAsync("x", Stop))!.Labels["a"]);
        Assert.Equal("2", (await client.Containers.FindContainerAsync("x", Stop))!.Labels["a"]);
    }

    private static async Task AskAsync(Endless peer, string question, EngineTimeouts timeouts, string? errorId)
    {
        await using var engine = new ScriptedEngine(async (request, connection, stop) =>
        {
            if (!await ScriptedEngine.GreetAsync(request, connection, stop))
                await peer.SendAsync(connection, stop);
        });
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, timeouts, Stop);
        MlemException error = await Assert.ThrowsAnyAsync<MlemException>(() => Asked[question](client));
        if (errorId is not null)
            Assert.Equal(errorId, error.ErrorId);
    }

    private static async Task<MlemException> SendAsync(Endless peer, RegistryClientOptions options)
    {
        await using var server = new ScriptedEngine((_, connection, stop) => peer.SendAsync(connection, stop));
        using var transport = new RegistryTransport("127.0.0.1", options with { Retries = 0 });
        var address = new Uri(server.Endpoint.Address.Replace("tcp://", "http://", StringComparison.Ordinal) + "/v2/");
        return await Assert.ThrowsAsync<MlemException>(() => transport.SendAsync(new RegistryRequest(HttpMethod.Get, address), Stop));
    }

    private static string Head(int status) => string.Create(
        CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n");

    /// <summary>An answer that goes on until somebody closes the connection.</summary>
    private sealed class Endless(string head, string begin, string again)
    {
        private readonly byte[] _block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(again, 64 * 1024 / again.Length)));

        public TimeSpan Pause { get; init; }

        public long Sent { get; private set; }

        public async Task SendAsync(Stream connection, CancellationToken stop)
        {
            await connection.WriteAsync(Encoding.ASCII.GetBytes(head + begin), stop);
            while (true)
            {
                ReadOnlyMemory<byte> next = Pause > TimeSpan.Zero ? _block.AsMemory(0, 1) : _block;
                await connection.WriteAsync(next, stop);
                Sent += next.Length;
                await Task.Delay(Pause, stop);
            }
        }
    }
}
