using System.Globalization;
using System.Text.Json;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>
/// Speaks to a server from inside its own container, with the container's own Python, so that no port of the Engine's host
/// needs to be reachable.
/// </summary>
internal sealed class ContainerProbe(DockerEngine engine, string container, ProbeTarget target, string folder = "")
{
    /// <summary>Where the script lies in a container that may write nowhere: a volume.</summary>
    public const string Folder = "/.mlem-docker";

    private const string Calls = ".mlem-docker-calls.json";

    // The image's Python, whatever it is called; the script's arguments are handed on as they are.
    private const string Shell = "exec \"$(command -v python3 || command -v python)\" \"$0\" \"$@\"";

    /// <summary>Puts the scripts into the container.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (string script in target.Scripts)
        {
            string text = await ContainerScript.ReadAsync(script, cancellationToken).ConfigureAwait(false);
            await CopyAsync(System.IO.Path.GetFileName(ProbeTarget.FileOf(string.Empty, script)), text, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the server answers, and gives what it offers.</summary>
    public Task<ProbeResult> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        RunAsync(timeout, "interface", cancellationToken);

    /// <summary>Makes calls, each a method with its path and the body of its request.</summary>
    public async Task<ProbeResult> CallAsync(
        IEnumerable<(string Method, string Path, string Body)> calls, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string json = JsonSerializer.Serialize(calls.Select(c => new { method = c.Method, path = c.Path, body = c.Body }));
        await CopyAsync(Calls, json, cancellationToken).ConfigureAwait(false);
        return await RunAsync(timeout, $"{folder}/{Calls}", cancellationToken).ConfigureAwait(false);
    }

    private async Task<ProbeResult> RunAsync(TimeSpan timeout, string argument, CancellationToken cancellationToken)
    {
        string seconds = timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        ExecResult result = await engine.Inside.ExecAsync(
            container, ["sh", "-c", Shell, ProbeTarget.FileOf(folder, target.Script), target.Address, seconds, argument], cancellationToken).ConfigureAwait(false);
        return ProbeResult.Parse(result);
    }

    private Task CopyAsync(string name, string text, CancellationToken cancellationToken) =>
        ContainerScript.CopyAsync(engine, container, folder + "/", name, text, cancellationToken);
}
