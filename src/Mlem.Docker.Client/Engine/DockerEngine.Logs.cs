using System.Globalization;
using System.Runtime.CompilerServices;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
    /// <summary>Reads a container's log, whole line by whole line.</summary>
    /// <param name="idOrName">The container, running or not.</param>
    /// <param name="options">Which part of the log.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The lines as they come.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>EngineStreamCut</c>, or the Engine failed.</exception>
    public async IAsyncEnumerable<LogLine> ReadLogsAsync(
        string idOrName, LogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var question = About(Messages.ReadingLogOf, idOrName);
        var container = await FindContainerAsync(idOrName, cancellationToken).ConfigureAwait(false)
            ?? throw EngineErrors.FromMessage(question.What, idOrName, EngineSubject.Container, 404, Messages.FormatNoSuchContainer(idOrName));
        var path = $"/containers/{container.Id}/logs?" + Query(
            ("stdout", options.StandardOutput ? "1" : "0"),
            ("stderr", options.StandardError ? "1" : "0"),
            ("follow", options.Follow ? "1" : "0"),
            ("timestamps", options.Timestamps ? "1" : "0"),
            ("tail", options.Tail?.ToString(CultureInfo.InvariantCulture) ?? "all"),
            ("since", Seconds(options.Since)),
            ("until", Seconds(options.Until)));
        await using var exchange = await _connection.OpenAsync(question, new EngineRequest("GET", path), null, cancellationToken).ConfigureAwait(false);
        var body = _connection.Watch(exchange.Body, options.Follow ? Timeout.InfiniteTimeSpan : _connection.Timeouts.Response);
        var assemblers = new Dictionary<LogStream, LogLineAssembler>();
        var pieces = Guarded(question, new LogFrameReader(body, !container.HasTerminal).ReadAsync(cancellationToken), cancellationToken);
        await foreach (var (source, bytes) in pieces.ConfigureAwait(false))
        {
            if (!assemblers.TryGetValue(source, out var assembler))
                assemblers[source] = assembler = new LogLineAssembler(source, options.Timestamps);
            foreach (var line in assembler.Add(bytes))
                yield return line;
        }

        foreach (var assembler in assemblers.Values)
        {
            if (assembler.Finish() is { } last)
                yield return last;
        }
    }

    /// <summary>Passes a stream's pieces on, its failures as our errors.</summary>
    private async IAsyncEnumerable<T> Guarded<T>(
        EngineQuestion question, IAsyncEnumerable<T> pieces, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var enumerator = pieces.GetAsyncEnumerator(cancellation);
        while (true)
        {
            bool more;
            try
            {
                more = await enumerator.MoveNextAsync().ConfigureAwait(false);
            }
            catch (Exception error) when (error is not MlemException)
            {
                throw _connection.Translate(question, error, _connection.Timeouts.Response, cancellation);
            }

            if (!more)
                yield break;
            yield return enumerator.Current;
        }
    }

    // The Engine's clock counts seconds and nanoseconds since 1970.
    private static string? Seconds(DateTimeOffset? moment) => moment is not { } time
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{time.ToUnixTimeSeconds()}.{time.Ticks % TimeSpan.TicksPerSecond * 100:000000000}");
}
