using System.Text;
using Docker.DotNet.Models;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
    // What a command prints beyond this is read, so that it can end, and dropped.
    private const int LongestExecOutput = 16 * 1024 * 1024;

    /// <summary>Runs a command inside a running container and waits for its end (<c>POST /containers/{id}/exec</c>).</summary>
    /// <param name="idOrName">The container.</param>
    /// <param name="command">The program and its arguments; no shell lies between.</param>
    /// <param name="cancellationToken">Stops waiting; the command itself goes on.</param>
    /// <returns>Its exit code and what it wrote, of each stream at most 16 MiB.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>EngineConflict</c> when it does not run, <c>EngineStreamCut</c>.</exception>
    public async Task<ExecResult> ExecAsync(string idOrName, IReadOnlyList<string> command, CancellationToken cancellationToken = default)
    {
        var question = About(Messages.RunningCommandIn, idOrName);
        var parameters = new ContainerExecCreateParameters { AttachStdout = true, AttachStderr = true, Cmd = [.. command] };
        var created = await _connection.CallAsync(
            question,
            (client, stop) => client.Exec.CreateContainerExecAsync(EnginePath.Checked(idOrName), parameters, stop),
            cancellationToken).ConfigureAwait(false);
        var start = new EngineRequest("POST", $"/exec/{EnginePath.Checked(created.ID)}/start")
        {
            ContentType = "application/json",
            Body = """{"Detach":false,"Tty":false}"""u8.ToArray(),
        };
        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        await using (var exchange = await _connection.OpenAsync(question, start, null, cancellationToken).ConfigureAwait(false))
        {
            var body = _connection.Watch(exchange.Body, Timeout.InfiniteTimeSpan);
            var pieces = _connection.Guarded(question, new LogFrameReader(body, framed: true).ReadAsync(cancellationToken), cancellationToken);
            await foreach (var (source, bytes) in pieces.ConfigureAwait(false))
            {
                var target = source == LogStream.StandardError ? errors : output;
                if (target.Length + bytes.Length <= LongestExecOutput)
                    target.Write(bytes.Span);
            }
        }

        var ended = await _connection.CallAsync(
            question, (client, stop) => client.Exec.InspectContainerExecAsync(created.ID, stop), cancellationToken).ConfigureAwait(false);
        if (ended.Running || ended.ExitCode is not { } code)
            throw EngineErrors.Cut(question.What, idOrName, Messages.ItsOutputEndedWhileItWas);
        return new ExecResult((int)code, Text(output), Text(errors));
    }

    /// <summary>Writes files into a container, running or not (<c>PUT /containers/{id}/archive</c>).</summary>
    /// <param name="idOrName">The container.</param>
    /// <param name="folder">An existing folder in it.</param>
    /// <param name="writeTar">Writes the files as a tar stream; it is sent as it is written.</param>
    /// <param name="cancellationToken">Stops the transfer.</param>
    /// <returns>A task that ends when the files are there.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>EngineStreamCut</c>, or the Engine failed.</exception>
    public async Task CopyIntoAsync(
        string idOrName, string folder, Func<Stream, CancellationToken, Task> writeTar, CancellationToken cancellationToken = default)
    {
        var request = new EngineRequest("PUT", $"/containers/{EnginePath.Checked(idOrName)}/archive?" + EngineRequest.Query(("path", folder)))
        {
            ContentType = "application/x-tar",
            WriteBody = writeTar,
        };
        await using var exchange = await _connection.OpenAsync(
            About(Messages.CopyingFilesInto, idOrName), request, _connection.Timeouts.TransferSilence, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a file or folder of a container, running or not (<c>GET /containers/{id}/archive</c>).</summary>
    /// <param name="idOrName">The container.</param>
    /// <param name="path">The file or folder in it.</param>
    /// <param name="readTar">Reads the tar stream.</param>
    /// <param name="cancellationToken">Stops the transfer.</param>
    /// <returns>A task that ends when the reader has.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>EngineStreamCut</c>, or the Engine failed.</exception>
    public async Task CopyOutAsync(
        string idOrName, string path, Func<Stream, CancellationToken, Task> readTar, CancellationToken cancellationToken = default)
    {
        var question = About(Messages.CopyingFilesOutOf, idOrName);
        var request = new EngineRequest("GET", $"/containers/{EnginePath.Checked(idOrName)}/archive?" + EngineRequest.Query(("path", path)));
        await using var exchange = await _connection.OpenAsync(question, request, null, cancellationToken).ConfigureAwait(false);
        try
        {
            await readTar(_connection.Watch(exchange.Body, _connection.Timeouts.Response), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is StreamCutException or ProtocolBrokenException)
        {
            throw _connection.Translate(question, error, _connection.Timeouts.Response, cancellationToken);
        }
    }

    private static string Text(MemoryStream bytes) => Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
}
