using System.Text;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Engine;

/// <summary>What disturbs an answer of any Engine and destroys nothing of it fails nothing that was done.</summary>
public sealed class BorneDisturbanceTests
{
    private static readonly string[] Noise =
        ["not json", "{\"stream\":", "[1,2]", "\0\0\0", "{}", "{\"aux\":7}", "{\"progressDetail\":{\"current\":1e99}}", "{\"status\":\"\"}"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Recordings => [.. GoldenStreams.Succeeded];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Noise_between_the_lines_doubled_lines_and_odd_chunks_make_no_failure(string recording)
    {
        var body = GoldenStreams.Read(recording);
        var sent = Array.Empty<byte>();
        await using var engine = Replay.Serve(recording, () => sent, _ => GoldenStreams.Result(recording));
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        foreach (var disturbed in Disturb(Encoding.UTF8.GetString(body).Split('\n')).Append(body))
        {
            sent = Replay.Chunked(recording, disturbed);
            await Replay.RunAsync(client, recording, Cancellation);
        }

        // However the bytes lie in chunks, and however often the Engine says that it is still there.
        foreach (var size in (int[])[1, 7, 4096])
        {
            sent = Replay.Chunked(recording, body, size);
            await Replay.RunAsync(client, recording, Cancellation);
        }
    }

    private static IEnumerable<byte[]> Disturb(string[] lines)
    {
        foreach (var noise in Noise)
        {
            yield return Joined(lines.SelectMany(line => line.Length == 0 ? [line] : new[] { noise, line }));
            yield return Joined(lines.SelectMany((line, at) => at == lines.Length / 2 ? [noise + "\r", line] : new[] { line }));
        }

        yield return Joined(lines.SelectMany(line => line.Length == 0 ? [line] : new[] { line, line }));
        yield return Joined(lines.Select(line => line.Length == 0 ? line : "\0" + line));
        yield return Joined(lines.SelectMany(line => new[] { line, "\r" }));
        yield return Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\0\0\0");
    }

    private static byte[] Joined(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
}
