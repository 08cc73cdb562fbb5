using System.Text.RegularExpressions;
using Docker.DotNet.Models;
using Mlem.Docker.Engine;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Building;

/// <summary>
/// Asks a base image for which Python its pip installs: by the variable that every official image of Python sets, else as a
/// RUN step of the Dockerfile would see it, in a container of its own.
/// </summary>
internal sealed partial class BasePython(DockerEngine engine, IOperationObserver observer)
{
    private const string Variable = "PYTHON_VERSION=";

    // What a shell says of a command that is not there.
    private const int CommandNotFound = 127;

    private static readonly string[] DockersShell = ["/bin/sh", "-c"];

    // An image for another processor may be emulated.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Cleanup = TimeSpan.FromSeconds(30);

    /// <summary>Its Python; null where it could not be asked.</summary>
    /// <param name="image">The image.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="platform">The platform that it is for; null for the Engine's own.</param>
    /// <param name="cancellationToken">Stops it; the container is removed all the same.</param>
    /// <exception cref="MlemException"><c>BaseImageWithoutPython</c></exception>
    public async Task<PythonRelease?> FindAsync(EngineImage image, string name, string? platform, CancellationToken cancellationToken)
    {
        string? said = image.Environment.LastOrDefault(v => v.StartsWith(Variable, StringComparison.Ordinal));
        if (PythonRelease.Parse(said?[Variable.Length..]) is { } version)
            return version;
        (int? exitCode, string output) = await AskAsync(image, platform, cancellationToken).ConfigureAwait(false);
        return exitCode switch
        {
            null => null,
            CommandNotFound => throw Without(name),
            0 when OfPip().Match(output) is { Success: true } match =>
                PythonRelease.Parse(match.Groups["version"].Value) ?? throw Without(name),
            _ => null,
        };
    }

    // The exit code is that of "not found" where there is no shell either, and null where the container did not run.
    private async Task<(int? ExitCode, string Output)> AskAsync(EngineImage image, string? platform, CancellationToken cancellationToken)
    {
        string container = $"mlem-look-{Guid.NewGuid():N}"[..24];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await engine.Containers.CreateContainerAsync(Parameters(image, container, platform), CancellationToken.None).ConfigureAwait(false);
            await engine.Containers.StartContainerAsync(container, limit.Token).ConfigureAwait(false);
            int exitCode = await engine.Containers.WaitContainerAsync(container, limit.Token).ConfigureAwait(false);
            var lines = new List<string>();
            await foreach (LogLine line in engine.Containers.ReadLogsAsync(container, new LogOptions { Tail = 20 }, limit.Token).ConfigureAwait(false))
                lines.Add(line.Text);
            return (exitCode, string.Join('\n', lines));
        }
        catch (EngineException e) when (NotFound().IsMatch(e.EngineMessage ?? string.Empty))
        {
            return (CommandNotFound, string.Empty);
        }
        catch (Exception e) when (e is EngineException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Without it, less is known of the image; the build goes on.
            observer.Debug(e.Message);
            return (null, string.Empty);
        }
        finally
        {
            using var end = new CancellationTokenSource(Cleanup);
            await engine.Containers.RemoveContainerAsync(container, force: true, volumes: true, end.Token).ConfigureAwait(false);
        }
    }

    private static CreateContainerParameters Parameters(EngineImage image, string container, string? platform) => new()
    {
        Image = image.Id,
        Name = container,
        Platform = platform,
        User = "0",
        Entrypoint = [.. image.Shell.Count == 0 ? DockersShell : image.Shell],
        Cmd = ["pip --version"],
        HostConfig = new HostConfig { NetworkMode = "none" },
    };

    private static MlemException Without(string name) => new(
        "BaseImageWithoutPython",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatBaseImageWithoutPython(name),
        name,
        Messages.BaseImageWithoutPythonRemedy);

    [GeneratedRegex(@"\(python (?<version>[0-9]+\.[0-9]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex OfPip();

    [GeneratedRegex("executable file not found|no such file or directory", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NotFound();
}
