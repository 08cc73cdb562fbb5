using System.Globalization;
using System.Runtime.CompilerServices;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

/// <summary>Reads the log of a container, a service or a task (<c>GET …/logs</c>), whole line by whole line.</summary>
internal sealed class EngineLog(EngineConnection connection)
{
    /// <param name="question">What is asked, for errors.</param>
    /// <param name="owner">The path of what wrote the log.</param>
    /// <param name="hasTerminal">Whether it has a terminal, so that there are no frames.</param>
    /// <param name="options">Which part of the log.</param>
    /// <param name="cancellation">Stops reading.</param>
    public IAsyncEnumerable<LogLine> ReadAsync(
        EngineQuestion question, string owner, bool hasTerminal, LogOptions options, CancellationToken cancellation) =>
        ReadAsync(question, owner, hasTerminal, options, [("until", Seconds(options.Until))], null, cancellation);

    /// <summary>The same of a service or a task, whose lines tell where they come from; the first may take as long as it likes.</summary>
    public async IAsyncEnumerable<ServiceLogLine> ReadServiceAsync(
        EngineQuestion question, string owner, bool hasTerminal, LogOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        TimeSpan? silence = options.Follow ? Timeout.InfiniteTimeSpan : null;
        await foreach (LogLine line in ReadAsync(question, owner, hasTerminal, options, [("details", "1")], silence, cancellation).ConfigureAwait(false))
            yield return ServiceLogLine.From(line);
    }

    private async IAsyncEnumerable<LogLine> ReadAsync(
        EngineQuestion question,
        string owner,
        bool hasTerminal,
        LogOptions options,
        (string Name, string? Value)[] more,
        TimeSpan? longestSilence,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        string path = $"{owner}/logs?" + EngineRequest.Query(
        [
            ("stdout", options.StandardOutput ? "1" : "0"),
            ("stderr", options.StandardError ? "1" : "0"),
            ("follow", options.Follow ? "1" : "0"),
            ("timestamps", options.Timestamps ? "1" : "0"),
            ("tail", options.Tail?.ToString(CultureInfo.InvariantCulture) ?? "all"),
            ("since", Seconds(options.Since)),
            .. more,
        ]);
        await using var exchange = await connection.OpenAsync(question, new EngineRequest("GET", path), longestSilence, cancellation).ConfigureAwait(false);
        var body = connection.Watch(exchange.Body, options.Follow ? Timeout.InfiniteTimeSpan : connection.Timeouts.Response);
        var assemblers = new Dictionary<LogStream, LogLineAssembler>();
        var pieces = connection.Guarded(question, new LogFrameReader(body, !hasTerminal).ReadAsync(cancellation), cancellation);
        await foreach (var piece in pieces.ConfigureAwait(false))
        {
            if (!assemblers.TryGetValue(piece.Stream, out var assembler))
                assemblers[piece.Stream] = assembler = new LogLineAssembler(piece.Stream, options.Timestamps, more.Contains(("details", "1")));
            foreach (var line in assembler.Add(piece.Bytes, piece.Begins))
                yield return line;
        }

        foreach (var assembler in assemblers.Values)
        {
            if (assembler.Finish() is { } last)
                yield return last;
        }
    }

    // The Engine's clock counts seconds and nanoseconds since 1970.
    private static string? Seconds(DateTimeOffset? moment) => moment is not { } time
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{time.ToUnixTimeSeconds()}.{time.Ticks % TimeSpan.TicksPerSecond * 100:000000000}");
}
