using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Mlem.Docker.Engine;
using Mlem.Docker.Engine.Streams;

namespace Mlem.Docker.Tests.Engine;

/// <summary>Whatever the frames cut, lines and characters come out whole.</summary>
public sealed class LogTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Lines_are_whole_however_the_bytes_are_cut()
    {
        Gen.Select(Gen.OneOfConst("", "plain", "žluťoučký", "🐶🐶", "a\rb", " ").Array[1, 6], Gen.Int[1, 7]).Sample((lines, size) =>
        {
            var assembler = new LogLineAssembler(LogStream.StandardError, timestamps: false);
            var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
            var read = bytes.Chunk(size).SelectMany(piece => assembler.Add(piece).ToArray()).ToList();
            if (assembler.Finish() is { } last)
                read.Add(last);
            Assert.Equal(lines, read.Select(line => line.Text));
        });
    }

    [Fact]
    public async Task Streams_are_told_apart_and_times_are_read()
    {
        byte[] body =
        [
            .. Frame(1, "2026-11-24T03:00:00.123456700Z one"), .. Frame(2, "2026-11-24T03:00:01Z err\r\n"), .. Frame(1, " more\n"),
            .. Frame(1, "2026-11-24T03:00:02Z last"),
        ];
        var lines = await ReadAsync(ScriptedEngine.Chunked(body), terminal: false, new LogOptions { Timestamps = true });
        Assert.Equal(
            [
                new LogLine(LogStream.StandardError, "err", new DateTimeOffset(2026, 11, 24, 3, 0, 1, TimeSpan.Zero)),
                new LogLine(LogStream.StandardOutput, "one more", new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero).AddTicks(1234567)),
                new LogLine(LogStream.StandardOutput, "last", new DateTimeOffset(2026, 11, 24, 3, 0, 2, TimeSpan.Zero)),
            ],
            lines);
    }

    // Docker cuts a line after 16 KiB, Podman wherever it was written in pieces; both put a timestamp before each piece.
    [Theory]
    [InlineData("")]
    [InlineData("com.docker.swarm.task.id=t ")]
    public async Task The_pieces_of_a_line_have_their_timestamps_taken_off(string details)
    {
        const string First = "2026-11-24T03:00:00Z ";
        const string Later = "2026-11-24T03:00:05.000000001Z ";
        byte[][] frames =
        [
            Frame(1, First + details + "no end "), Frame(2, First + details + "between\n"), Frame(1, Later + details + Later), Frame(1, Later + details + "\n"),
            Frame(1, Later + details + "next\n"),
        ];
        byte[] cut = [.. Encoding.UTF8.GetBytes(First + details + "ž")];
        frames = [.. frames, Frame(1, cut[..^1]), Frame(1, [.. Encoding.UTF8.GetBytes(Later + details), cut[^1], (byte)'\n'])];
        var assemblers = Enum.GetValues<LogStream>().ToDictionary(one => one, one => new LogLineAssembler(one, timestamps: true, details.Length > 0));
        List<string> lines = [];
        await foreach (var piece in new LogFrameReader(new MemoryStream([.. frames.SelectMany(frame => frame)]), framed: true).ReadAsync(Cancellation))
            lines.AddRange(assemblers[piece.Stream].Add(piece.Bytes, piece.Begins).Select(line => line.Text));
        Assert.Equal([$"{details}between", $"{details}no end {Later}", $"{details}next", $"{details}ž"], lines);
    }

    [Fact]
    public async Task A_terminals_log_has_no_frames() => Assert.Equal(
        ["one", "two"],
        (await ReadAsync(ScriptedEngine.Chunked("one\r\ntwo\r\n"u8), terminal: true, new LogOptions())).Select(line => line.Text));

    [Fact]
    public async Task A_log_cut_at_any_byte_is_an_error()
    {
        var whole = ScriptedEngine.Chunked((byte[])[.. Frame(1, "one\n"), .. Frame(2, "two\n")]);
        for (var length = 0; length < whole.Length; length++)
        {
            var error = await Assert.ThrowsAsync<EngineException>(() => ReadAsync(whole[..length], terminal: false, new LogOptions()));
            Assert.True(error.ErrorId is "EngineStreamCut" or "EngineProtocolError", error.Message);
        }

        Assert.Equal(2, (await ReadAsync(whole, terminal: false, new LogOptions())).Count);
    }

    [Fact]
    public async Task The_question_names_what_is_wanted()
    {
        await using var engine = Serve(ScriptedEngine.Chunked([]), terminal: false);
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var options = new LogOptions
        {
            Tail = 5,
            StandardError = false,
            Since = DateTimeOffset.UnixEpoch.AddSeconds(7.25),
            Until = DateTimeOffset.UnixEpoch.AddSeconds(-0.5),
        };
        await foreach (var _ in client.Containers.ReadLogsAsync("engdev", options, Cancellation))
            Assert.Fail("no line was sent");
        Assert.Equal(
            "/containers/0123456789ab/logs?stdout=1&stderr=0&follow=0&timestamps=0&tail=5&since=7.250000000&until=-1.500000000",
            engine.Requests.Last().Path);
    }

    private static byte[] Frame(byte stream, string text) => Frame(stream, Encoding.UTF8.GetBytes(text));

    private static byte[] Frame(byte stream, byte[] bytes)
    {
        var frame = new byte[8 + bytes.Length];
        frame[0] = stream;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)bytes.Length);
        bytes.CopyTo(frame, 8);
        return frame;
    }

    private static async Task<List<LogLine>> ReadAsync(byte[] answer, bool terminal, LogOptions options)
    {
        await using var engine = Serve(answer, terminal);
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        List<LogLine> lines = [];
        await foreach (var line in client.Containers.ReadLogsAsync("engdev", options, Cancellation))
            lines.Add(line);
        return lines;
    }

    private static ScriptedEngine Serve(byte[] log, bool terminal) => new(async (request, connection, cancellation) =>
    {
        if (await ScriptedEngine.GreetAsync(request, connection, cancellation))
            return;
        var inspected = $$$"""{"Id":"0123456789ab","Name":"/engdev","Created":"2026-11-24T03:00:00Z","State":{"Status":"exited"},"Config":{"Tty":{{{(terminal ? "true" : "false")}}}}}""";
        await connection.WriteAsync(request.Path.Contains("/logs?", StringComparison.Ordinal) ? log : ScriptedEngine.Answer(200, inspected), cancellation);
    });
}
