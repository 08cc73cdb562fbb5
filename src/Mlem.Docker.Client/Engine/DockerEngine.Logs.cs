using System.Runtime.CompilerServices;

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
        await foreach (LogLine line in new EngineLog(_connection)
            .ReadAsync(question, $"/containers/{container.Id}", container.HasTerminal, options, cancellationToken).ConfigureAwait(false))
        {
            yield return line;
        }
    }
}
