using System.Text;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Engine;

/// <summary>However an answer of any Engine is cut, the work does not count as done; and whole, it does.</summary>
public sealed class CutStreamTests
{
    private const string Before = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Recordings => [.. GoldenStreams.Succeeded];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task A_connection_cut_at_any_byte_is_never_a_success(string recording)
    {
        var whole = Chunked(recording, GoldenStreams.Read(recording));
        var sent = Array.Empty<byte>();
        // The Engine always has the image: only the stream can tell.
        await using var engine = Serve(recording, () => sent, _ => GoldenStreams.Result(recording));
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        sent = whole;
        await RunAsync(client, recording);
        foreach (var length in Places(whole.Length))
        {
            sent = whole[..length];
            var error = await Assert.ThrowsAnyAsync<MlemException>(() => RunAsync(client, recording));
            Assert.True(error.ErrorId is "EngineStreamCut" or "EngineProtocolError", $"{length}: {error.ErrorId}: {error.Message}");
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task A_stream_that_ends_early_but_cleanly_is_a_success_only_if_the_Engine_has_the_image(string recording)
    {
        var body = GoldenStreams.Read(recording);
        var sent = Array.Empty<byte>();
        // What has the names is an image of another build, as long as this one has not come to its end.
        var image = "";
        await using var engine = Serve(
            recording, () => sent, name => name.StartsWith("engdev", StringComparison.Ordinal) || name.StartsWith("localhost", StringComparison.Ordinal) ? image : GoldenStreams.Result(recording));
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var succeeded = 0;
        foreach (var length in Places(body.Length))
        {
            (image, sent) = (Before, Chunked(recording, body.AsSpan(0, length)));
            if (GoldenStreams.Work(recording) == "push" && Encoding.UTF8.GetString(body.AsSpan(0, length)).EndsWith("\r\n", StringComparison.Ordinal))
            {
                // A push is asked for by its registry's client; here its stream tells the digest or none.
                succeeded += await Record.ExceptionAsync(() => RunAsync(client, recording)) is null ? 1 : 0;
            }
            else if (recording.Contains("podman_pull", StringComparison.Ordinal) || recording.Contains("podman4_pull", StringComparison.Ordinal))
            {
                (image, sent) = ("", Chunked(recording, body.AsSpan(0, length)));
                await Assert.ThrowsAnyAsync<EngineException>(() => RunAsync(client, recording));
            }
            else
            {
                await Assert.ThrowsAnyAsync<EngineException>(() => RunAsync(client, recording));
            }
        }

        Assert.InRange(succeeded, 0, 1);
        (image, sent) = (GoldenStreams.Result(recording), Chunked(recording, body));
        await RunAsync(client, recording);
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task A_proxys_own_answer_in_the_place_of_the_end_is_never_a_success(string recording)
    {
        var whole = Chunked(recording, GoldenStreams.Read(recording));
        byte[] sent = [.. whole[..^2], .. ScriptedEngine.Answer(502, "bad gateway")];
        await using var engine = Serve(recording, () => sent, _ => GoldenStreams.Result(recording));
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var error = await Assert.ThrowsAnyAsync<EngineException>(() => RunAsync(client, recording));
        Assert.True(error.ErrorId is "EngineStreamCut" or "EngineProtocolError", $"{error.ErrorId}: {error.Message}");
    }

    [Fact]
    public async Task An_answer_without_a_length_may_end_only_after_its_last_line()
    {
        var body = GoldenStreams.Read("push_ok");
        byte[] head = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{ScriptedEngine.ServerHead}\r\n")];
        var sent = Array.Empty<byte>();
        await using var engine = Serve("push_ok", () => sent, _ => null);
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var told = Encoding.UTF8.GetString(body).IndexOf("size: 941\"}\r\n", StringComparison.Ordinal) + "size: 941\"}\r\n".Length;
        for (var length = 0; length < body.Length; length++)
        {
            sent = [.. head, .. body.AsSpan(0, length)];
            if (length == told)
                continue;
            await Assert.ThrowsAnyAsync<EngineException>(() => RunAsync(client, "push_ok"));
        }

        sent = [.. head, .. body];
        await RunAsync(client, "push_ok");
    }

    // Every place of a short answer; of a long one the borders and every seventh.
    private static IEnumerable<int> Places(int length) =>
        Enumerable.Range(0, length).Where(at => length < 1500 || at < 40 || at > length - 200 || at % 7 == 0);

    private static byte[] Chunked(string recording, ReadOnlySpan<byte> body) => Encoding.Latin1.GetBytes(
        Encoding.Latin1.GetString(ScriptedEngine.Chunked(body))
            .Replace("Docker/20.10.24 (linux)", GoldenStreams.Server(recording), StringComparison.Ordinal));

    private static ScriptedEngine Serve(string recording, Func<byte[]> bytes, Func<string, string?> image) => new(
        async (request, connection, cancellation) =>
        {
            if (await ScriptedEngine.GreetAsync(request, connection, cancellation))
                return;
            await ImageAnswers.ServeAsync(
                request, connection, bytes(), name => image(name) is { Length: > 0 } id ? id : null, cancellation, Digest(recording));
        });

    private static string Digest(string recording) =>
        GoldenStreams.Work(recording) is "pull" ? GoldenStreams.Result(recording.Replace("pull", "push", StringComparison.Ordinal)) : GoldenStreams.PushedDigest;

    private static async Task RunAsync(DockerEngine client, string recording)
    {
        var observer = NullOperationObserver.Instance;
        var result = GoldenStreams.Result(recording);
        switch (GoldenStreams.Work(recording))
        {
            case "classic":
                ImageBuildRequest classic = new() { Tags = ["engdev-a:1", "engdev-a:2"], Builder = ImageBuilderKind.Classic };
                Assert.Equal(result, (await client.BuildAsync(classic, ImageAnswers.WriteContext, observer, Cancellation)).ImageId);
                break;
            case "buildkit":
                ImageBuildRequest buildKit = new() { Tags = ["engdev-b:1", "engdev-b:2"], Builder = ImageBuilderKind.BuildKit };
                Assert.Equal(result, (await client.BuildAsync(buildKit, ImageAnswers.WriteContext, observer, Cancellation)).ImageId);
                break;
            case "push":
                Assert.Equal(result, (await client.Transfers.PushAsync("localhost:5977/engdev/a:1", null, observer, Cancellation)).Digest);
                break;
            default:
                Assert.Equal(result, (await client.Transfers.PullAsync("localhost:5977/engdev/a:1", null, null, observer, Cancellation)).Id);
                break;
        }
    }
}
