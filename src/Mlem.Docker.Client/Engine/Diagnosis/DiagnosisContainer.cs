using System.Globalization;
using Docker.DotNet.Models;

namespace Mlem.Docker.Engine.Diagnosis;

/// <summary>
/// A container that looks a name up as a step of a build would, and tells how much room its disk has. It is removed
/// again, whatever happens.
/// </summary>
internal sealed record DiagnosisContainer(string Image, int? ExitCode, string Output, long? FreeBytes)
{
    /// <summary>The script's exit code when the image has no program to look a name up with.</summary>
    public const int NoTool = 90;

    // Debian's and Alpine's images have getent, busybox has nslookup.
    private const string Script = """
        df -Pk / 2>/dev/null | tail -n 1
        echo --
        if command -v getent >/dev/null 2>&1; then exec getent hosts "$1" 2>&1
        elif command -v nslookup >/dev/null 2>&1; then exec nslookup "$1" 2>&1
        elif command -v python3 >/dev/null 2>&1; then exec python3 -c 'import socket, sys; print(socket.gethostbyname(sys.argv[1]))' "$1" 2>&1
        else exit 90; fi
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan RemovalLimit = TimeSpan.FromSeconds(20);

    /// <summary>Runs the probe; an exit code of null means that it did not come to its end in time.</summary>
    public static async Task<DiagnosisContainer> RunAsync(DockerEngine engine, string image, string name, CancellationToken cancellation)
    {
        // It is removed by a name of our own: an answer that was cut, or not waited for, tells no id.
        var container = $"mlem-docker-probe-{Guid.NewGuid():N}";
        var done = false;
        try
        {
            var created = await engine.Containers.CreateContainerAsync(
                new CreateContainerParameters
                {
                    Name = container,
                    Image = image,
                    Entrypoint = ["sh"],
                    Cmd = ["-c", Script, "mlem-docker-probe", name],
                    Labels = new Dictionary<string, string> { ["mlem.probe"] = "true" },
                },
                cancellation).ConfigureAwait(false);
            container = created.Id;
            var probe = await AskAsync(engine, container, image, cancellation).ConfigureAwait(false);
            done = true;
            return probe;
        }
        finally
        {
            await RemoveAsync(engine, container, done).ConfigureAwait(false);
        }
    }

    // What went wrong before is what is told, not that the Engine cannot be asked to clean up either.
    private static async Task RemoveAsync(DockerEngine engine, string container, bool done)
    {
        using var limit = new CancellationTokenSource(RemovalLimit);
        try
        {
            await engine.Containers.RemoveContainerAsync(container, force: true, volumes: true, limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (!done && error is EngineException or OperationCanceledException)
        {
        }
    }

    private static async Task<DiagnosisContainer> AskAsync(DockerEngine engine, string id, string image, CancellationToken cancellation)
    {
        await engine.Containers.StartContainerAsync(id, cancellation).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        int? exitCode = null;
        try
        {
            exitCode = await engine.Containers.WaitContainerAsync(id, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What it said until now is the finding.
        }

        List<string> lines = [];
        await foreach (var line in engine.Containers.ReadLogsAsync(id, new LogOptions(), cancellation).ConfigureAwait(false))
            lines.Add(line.Text);
        var cut = lines.IndexOf("--");
        var words = lines.Skip(cut + 1).Where(line => line.Length > 0);
        return new DiagnosisContainer(image, exitCode, string.Join(" ", words), cut > 0 ? Free(lines[cut - 1]) : null);
    }

    /// <summary>The fourth column of POSIX <c>df -k</c>.</summary>
    private static long? Free(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: >= 5 } columns
        && long.TryParse(columns[3], NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : null;
}
