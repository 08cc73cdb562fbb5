using System.Globalization;
using System.Text;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Engine;

/// <summary>Does again, with a recorded answer, what was done when it was recorded.</summary>
internal static class Replay
{
    /// <summary>The answer as its Engine sends it, a chunk for each line.</summary>
    public static byte[] Chunked(string recording, ReadOnlySpan<byte> body) => As(recording, ScriptedEngine.Chunked(body));

    /// <summary>The answer in chunks of one size.</summary>
    public static byte[] Chunked(string recording, ReadOnlySpan<byte> body, int size)
    {
        var bytes = new MemoryStream();
        bytes.Write(ScriptedEngine.ChunkedHead());
        for (; body.Length > 0; body = body[Math.Min(size, body.Length)..])
        {
            var chunk = body[..Math.Min(size, body.Length)];
            bytes.Write(Encoding.ASCII.GetBytes(chunk.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
            bytes.Write(chunk);
            bytes.Write("\r\n"u8);
        }

        bytes.Write("0\r\n\r\n"u8);
        return As(recording, bytes.ToArray());
    }

    public static ScriptedEngine Serve(string recording, Func<byte[]> bytes, Func<string, string?> image) => new(
        async (request, connection, cancellation) =>
        {
            if (await ScriptedEngine.GreetAsync(request, connection, cancellation))
                return;
            await ImageAnswers.ServeAsync(
                request, connection, bytes(), name => image(name) is { Length: > 0 } id ? id : null, cancellation, Digest(recording));
        });

    private static string Digest(string recording) =>
        GoldenStreams.Work(recording) is "pull" ? GoldenStreams.Result(recording.Replace("pull", "push", StringComparison.Ordinal)) : GoldenStreams.PushedDigest;

    /// <summary>Does it; what comes of it is what came of it then.</summary>
    public static async Task RunAsync(DockerEngine client, string recording, CancellationToken cancellation)
    {
        var observer = NullOperationObserver.Instance;
        var result = GoldenStreams.Result(recording);
        switch (GoldenStreams.Work(recording))
        {
            case "classic":
                ImageBuildRequest classic = new() { Tags = ["engdev-a:1", "engdev-a:2"], Builder = ImageBuilderKind.Classic };
                Assert.Equal(result, (await client.BuildAsync(classic, ImageAnswers.WriteContext, observer, cancellation)).ImageId);
                break;
            case "buildkit":
                ImageBuildRequest buildKit = new() { Tags = ["engdev-b:1", "engdev-b:2"], Builder = ImageBuilderKind.BuildKit };
                Assert.Equal(result, (await client.BuildAsync(buildKit, ImageAnswers.WriteContext, observer, cancellation)).ImageId);
                break;
            case "push":
                Assert.Equal(result, (await client.Transfers.PushAsync("localhost:5977/engdev/a:1", null, observer, cancellation)).Digest);
                break;
            default:
                Assert.Equal(result, (await client.Transfers.PullAsync("localhost:5977/engdev/a:1", null, null, observer, cancellation)).Id);
                break;
        }
    }

    private static byte[] As(string recording, byte[] answer) => Encoding.Latin1.GetBytes(
        Encoding.Latin1.GetString(answer).Replace("Docker/20.10.24 (linux)", GoldenStreams.Server(recording), StringComparison.Ordinal));
}
