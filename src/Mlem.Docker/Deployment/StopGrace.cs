using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>
/// How long a container has for its end. A server of MLEM's ends at once when it has nothing to answer, and answers what it has: it
/// gets longer for that than an Engine gives. A command that may not hear its signal is not waited for as long.
/// </summary>
internal static class StopGrace
{
    /// <summary>What a server has, here and where else containers of it are declared (<c>Export-MlemDockerDeployment</c>).</summary>
    public static readonly TimeSpan OfServer = TimeSpan.FromSeconds(30);

    // Podman tells its standard as if someone had chosen it.
    private static readonly TimeSpan Standard = TimeSpan.FromSeconds(10);

    /// <summary>The time for a container; null for what it says itself, or the Engine's standard.</summary>
    public static TimeSpan? For(EngineContainer container) =>
        IsServer(container.Command) && (container.StopTimeout is null || container.StopTimeout == Standard) ? OfServer : null;

    /// <summary>Whether a command is that of the images built here, in which the server itself gets the signal (D25).</summary>
    public static bool IsServer(IReadOnlyList<string> command) => command is ["sh", "run.sh"];
}
