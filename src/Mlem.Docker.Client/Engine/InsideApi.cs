using System.Globalization;
using System.Reflection;
using System.Text;
using Docker.DotNet.Models;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

/// <summary>What happens inside a container: commands, files, and connections to its ports.</summary>
public sealed class InsideApi
{

    // What a command prints beyond this is read, so that it can end, and dropped.
    private const int LongestExecOutput = 16 * 1024 * 1024;
    private const int NothingListens = 3;
    private readonly EngineConnection _connection;

    internal InsideApi(EngineConnection connection) => _connection = connection;

    /// <summary>Runs a command inside a running container and waits for its end (<c>POST /containers/{id}/exec</c>).</summary>
    /// <param name="idOrName">The container.</param>
    /// <param name="command">The program and its arguments; no shell lies between.</param>
    /// <param name="cancellationToken">Stops waiting; the command itself goes on.</param>
    /// <returns>Its exit code and what it wrote, of each stream at most 16 MiB.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>EngineConflict</c> when it does not run, <c>EngineStreamCut</c>.</exception>
    public async Task<ExecResult> ExecAsync(string idOrName, IReadOnlyList<string> command, CancellationToken cancellationToken = default)
    {
        var question = EngineQuestion.AboutContainer(Messages.RunningCommandIn, idOrName);
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
            EngineQuestion.AboutContainer(Messages.CopyingFilesInto, idOrName), request, _connection.Timeouts.TransferSilence, cancellationToken).ConfigureAwait(false);
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
        var question = EngineQuestion.AboutContainer(Messages.CopyingFilesOutOf, idOrName);
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

    /// <summary>
    /// Opens a connection to a port of a container from inside the container (<c>POST /containers/{id}/exec</c>), for a client
    /// that cannot reach the port.
    /// </summary>
    /// <param name="idOrName">The container, which runs.</param>
    /// <param name="port">The port inside.</param>
    /// <param name="patience">How long to wait until something listens there.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The connection, or why there is none.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>EngineConflict</c> when it does not run, or the Engine failed.</exception>
    internal async Task<TunnelAttempt> ConnectInsideAsync(
        string idOrName, int port, TimeSpan patience, CancellationToken cancellationToken)
    {
        var question = EngineQuestion.AboutContainer(Messages.RunningCommandIn, idOrName);
        var parameters = new ContainerExecCreateParameters
        {
            AttachStdin = true,
            AttachStdout = true,
            AttachStderr = true,
            // The image's Python, whatever it is called, or else its netcat.
            Cmd =
            [
                "sh", "-c", Script("relay.sh"), Script("relay.py"),
                port.ToString(CultureInfo.InvariantCulture), patience.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
            ],
        };
        var created = await _connection.CallAsync(
            question,
            (client, stop) => client.Exec.CreateContainerExecAsync(EnginePath.Checked(idOrName), parameters, stop),
            cancellationToken).ConfigureAwait(false);
        var start = new EngineRequest("POST", $"/exec/{EnginePath.Checked(created.ID)}/start")
        {
            ContentType = "application/json",
            Body = """{"Detach":false,"Tty":false}"""u8.ToArray(),
            Upgrade = true,
        };
        var tunnel = new ContainerTunnel(await _connection.OpenAsync(question, start, null, cancellationToken).ConfigureAwait(false));
        try
        {
            if (await tunnel.GreetAsync(patience + _connection.Timeouts.Connect, cancellationToken).ConfigureAwait(false))
                return new TunnelAttempt(tunnel, true);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch
        {
            await tunnel.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await tunnel.DisposeAsync().ConfigureAwait(false);
        var ended = await _connection.CallAsync(
            question, (client, stop) => client.Exec.InspectContainerExecAsync(created.ID, stop), cancellationToken).ConfigureAwait(false);
        return new TunnelAttempt(null, ended.Running || ended.ExitCode is null or NothingListens or >= 128);
    }

    private static string Script(string name)
    {
        using Stream source = Assembly.GetExecutingAssembly().GetManifestResourceStream("Mlem.Docker." + name)!;
        using var reader = new StreamReader(source);
        return reader.ReadToEnd();
    }
}

/// <summary>What came of connecting to a port inside a container.</summary>
/// <param name="Connection">The connection; null when nothing listens there, or there is no way in.</param>
/// <param name="Possible">False when the container has no program that could connect.</param>
internal sealed record TunnelAttempt(Stream? Connection, bool Possible);
