using System.Globalization;
using System.Runtime.CompilerServices;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
    /// <summary>Reads what a service's tasks wrote, on all machines (<c>GET /services/{id}/logs</c>), whole line by whole line.</summary>
    /// <param name="service">The service.</param>
    /// <param name="options">Which part of the log; the end (<see cref="LogOptions.Until"/>) is not for services.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The lines as they come.</returns>
    /// <exception cref="EngineException"><c>ServiceNotFound</c>, <c>EngineStreamCut</c>, or the Engine failed.</exception>
    public IAsyncEnumerable<ServiceLogLine> ReadServiceLogsAsync(
        EngineService service, LogOptions options, CancellationToken cancellationToken = default) =>
        ReadSwarmLogsAsync(AboutService(Messages.ReadingLogOf, service.Name), $"/services/{service.Id}/logs?", service.HasTerminal, options, cancellationToken);

    /// <summary>Reads what one task wrote, on whatever machine (<c>GET /tasks/{id}/logs</c>).</summary>
    /// <param name="task">The task.</param>
    /// <param name="hasTerminal">Whether its service gives it a terminal.</param>
    /// <param name="options">Which part of the log.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    internal IAsyncEnumerable<ServiceLogLine> ReadTaskLogsAsync(
        EngineTask task, bool hasTerminal, LogOptions options, CancellationToken cancellationToken = default) =>
        ReadSwarmLogsAsync(
            new EngineQuestion(Messages.FormatReadingLogOfTask(task.Id), task.Id), $"/tasks/{task.Id}/logs?", hasTerminal, options, cancellationToken);

    private async IAsyncEnumerable<ServiceLogLine> ReadSwarmLogsAsync(
        EngineQuestion question, string path, bool hasTerminal, LogOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        path += Query(
            ("stdout", options.StandardOutput ? "1" : "0"),
            ("stderr", options.StandardError ? "1" : "0"),
            ("follow", options.Follow ? "1" : "0"),
            ("timestamps", options.Timestamps ? "1" : "0"),
            ("details", "1"),
            ("tail", options.Tail?.ToString(CultureInfo.InvariantCulture) ?? "all"),
            ("since", Seconds(options.Since)));
        await using var exchange = await _connection.OpenAsync(
            question, new EngineRequest("GET", path), options.Follow ? Timeout.InfiniteTimeSpan : null, cancellation).ConfigureAwait(false);
        var body = _connection.Watch(exchange.Body, options.Follow ? Timeout.InfiniteTimeSpan : _connection.Timeouts.Response);
        var assemblers = new Dictionary<LogStream, LogLineAssembler>();
        var pieces = Guarded(question, new LogFrameReader(body, !hasTerminal).ReadAsync(cancellation), cancellation);
        await foreach (var (source, bytes) in pieces.ConfigureAwait(false))
        {
            if (!assemblers.TryGetValue(source, out var assembler))
                assemblers[source] = assembler = new LogLineAssembler(source, options.Timestamps);
            foreach (var line in assembler.Add(bytes))
                yield return ServiceLogLine.From(line);
        }

        foreach (var assembler in assemblers.Values)
        {
            if (assembler.Finish() is { } last)
                yield return ServiceLogLine.From(last);
        }
    }
}
