using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Engine;

/// <summary>However an answer is cut, the work does not count as done.</summary>
public sealed class CutStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Recordings => ["classic_ok", "buildkit_ok", "push_ok", "push_again", "pull_ok", "pull_again"];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task A_connection_cut_at_any_byte_is_never_a_success(string recording)
    {
        var whole = ScriptedEngine.Chunked(GoldenStreams.Read(recording));
        var sent = Array.Empty<byte>();
        // The Engine always has the image: only the stream can tell.
        await using var engine = Serve(recording, () => sent, _ => Id(recording));
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        sent = whole;
        await RunAsync(client, recording);
        for (var length = 0; length < whole.Length; length++)
        {
            sent = whole[..length];
            var error = await Assert.ThrowsAnyAsync<MlemException>(() => RunAsync(client, recording));
            Assert.True(error.ErrorId is "EngineStreamCut" or "EngineProtocolError", $"{length}: {error.ErrorId}: {error.Message}");
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task A_stream_that_ends_early_but_cleanly_is_never_a_success(string recording)
    {
        var body = GoldenStreams.Read(recording);
        var length = 0;
        var sent = Array.Empty<byte>();
        // BuildKit's image is named after its last line; an Engine names nothing before it says so.
        await using var engine = Serve(recording, () => sent, reference =>
            !reference.StartsWith("engdev", StringComparison.Ordinal)
            || ImageAnswers.Text(body[..length]).Contains($"Successfully tagged {reference}\\n\"}}", StringComparison.Ordinal)
            || recording.StartsWith("pull", StringComparison.Ordinal)
                ? Id(recording) : null);
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        for (; length < body.Length; length++)
        {
            sent = ScriptedEngine.Chunked(body.AsSpan(0, length));
            await Assert.ThrowsAnyAsync<EngineException>(() => RunAsync(client, recording));
        }

        sent = ScriptedEngine.Chunked(body);
        await RunAsync(client, recording);
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task A_proxys_own_answer_in_the_place_of_the_end_is_never_a_success(string recording)
    {
        var whole = ScriptedEngine.Chunked(GoldenStreams.Read(recording));
        byte[] sent = [.. whole[..^2], .. ScriptedEngine.Answer(502, "bad gateway")];
        await using var engine = Serve(recording, () => sent, _ => Id(recording));
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var error = await Assert.ThrowsAnyAsync<EngineException>(() => RunAsync(client, recording));
        Assert.True(error.ErrorId is "EngineStreamCut" or "EngineProtocolError", $"{error.ErrorId}: {error.Message}");
    }

    [Fact]
    public async Task An_answer_without_a_length_may_end_only_after_its_last_line()
    {
        var body = GoldenStreams.Read("push_ok");
        byte[] head = [.. System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{ScriptedEngine.ServerHead}\r\n")];
        var sent = Array.Empty<byte>();
        await using var engine = Serve("push_ok", () => sent, _ => null);
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        for (var length = 0; length < body.Length; length++)
        {
            sent = [.. head, .. body.AsSpan(0, length)];
            await Assert.ThrowsAnyAsync<EngineException>(() => RunAsync(client, "push_ok"));
        }

        sent = [.. head, .. body];
        await RunAsync(client, "push_ok");
    }

    private static ScriptedEngine Serve(string recording, Func<byte[]> bytes, Func<string, string?> image) => new(
        async (request, connection, cancellation) =>
        {
            if (await ScriptedEngine.GreetAsync(request, connection, cancellation))
                return;
            await ImageAnswers.ServeAsync(request, connection, bytes(), image, cancellation);
        });

    private static string Id(string recording) => recording == "buildkit_ok" ? GoldenStreams.BuildKitId : GoldenStreams.ClassicId;

    private static async Task RunAsync(DockerEngine client, string recording)
    {
        var observer = NullOperationObserver.Instance;
        switch (recording)
        {
            case "classic_ok":
                ImageBuildRequest classic = new() { Tags = ["engdev-a:1", "engdev-a:2"], Builder = ImageBuilderKind.Classic };
                Assert.Equal(GoldenStreams.ClassicId, (await client.BuildAsync(classic, ImageAnswers.WriteContext, observer, Cancellation)).ImageId);
                break;
            case "buildkit_ok":
                ImageBuildRequest buildKit = new() { Tags = ["engdev-b:1", "engdev-b:2"], Builder = ImageBuilderKind.BuildKit };
                Assert.Equal(GoldenStreams.BuildKitId, (await client.BuildAsync(buildKit, ImageAnswers.WriteContext, observer, Cancellation)).ImageId);
                break;
            case "push_ok" or "push_again":
                Assert.Equal(GoldenStreams.PushedDigest, (await client.PushAsync("localhost:5977/engdev/a:1", null, observer, Cancellation)).Digest);
                break;
            default:
                Assert.Equal(GoldenStreams.ClassicId, (await client.PullAsync("localhost:5977/engdev/a:1", null, null, observer, Cancellation)).Id);
                break;
        }
    }
}
