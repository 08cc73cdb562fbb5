using System.Globalization;
using System.Reflection;
using Docker.DotNet.Models;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
    private const int NothingListens = 3;

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
        var question = About(Messages.RunningCommandIn, idOrName);
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
