using Mlem.Docker.Engine;

namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Asks the Engine for what it has, but not for long: whoever presses the tab key is waiting.</summary>
internal static class EngineLookup
{
    /// <summary>How long an Engine has for its answer. With what PowerShell itself needs, it stays below 200 ms.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);

    private const string OwnerLabel = "mlem.owner";

    /// <summary>The names and tags of the Engine's images.</summary>
    public static IReadOnlyList<string> ImageNames(string? daemonHost) => Ask(daemonHost, async (engine, stop) =>
        (IReadOnlyList<string>)[.. (await engine.Images.ListImagesAsync(null, stop).ConfigureAwait(false))
            .SelectMany(image => image.Tags).Where(tag => !tag.StartsWith('<')).Order(StringComparer.Ordinal)]);

    /// <summary>The containers of deployments, running or not.</summary>
    public static IReadOnlyList<EngineContainerSummary> Containers(string? daemonHost) => Ask(daemonHost, (engine, stop) =>
        engine.Containers.ListContainerSummariesAsync(all: true, [OwnerLabel], stop));

    /// <summary>The names of the services of deployments.</summary>
    public static IReadOnlyList<string> ServiceNames(string? daemonHost) => Ask(daemonHost, async (engine, stop) =>
        (IReadOnlyList<string>)[.. (await engine.Swarm.ListServicesAsync([OwnerLabel], stop).ConfigureAwait(false))
            .Select(service => service.Name).Order(StringComparer.Ordinal)]);

    private static IReadOnlyList<T> Ask<T>(
        string? daemonHost, Func<DockerEngine, CancellationToken, Task<IReadOnlyList<T>>> question)
    {
        // Disposed by the work itself, which may go on a little after it was given up.
        var stop = new CancellationTokenSource(Patience);
        Task<IReadOnlyList<T>> answer = Task.Run(() => AskAsync(daemonHost, question, stop), CancellationToken.None);

        // Completers are synchronous, and a pool that is busy must not make this longer than it says.
        return answer.Wait(Patience) ? answer.Result : [];
    }

    private static async Task<IReadOnlyList<T>> AskAsync<T>(
        string? daemonHost, Func<DockerEngine, CancellationToken, Task<IReadOnlyList<T>>> question, CancellationTokenSource stop)
    {
        try
        {
            DockerEngine engine = await DockerEngine.ConnectAsync(
                DockerEndpointResolver.Resolve(daemonHost), stop.Token).ConfigureAwait(false);
            await using (engine.ConfigureAwait(false))
                return await question(engine, stop.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is MlemException or OperationCanceledException or IOException)
        {
            return [];
        }
        finally
        {
            stop.Dispose();
        }
    }
}
