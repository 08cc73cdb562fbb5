using Mlem.Docker.Configuration;

namespace Mlem.Docker.Engine;

/// <summary>The docker CLI's contexts on this machine.</summary>
public static class DockerContexts
{
    /// <summary>The contexts that name an Engine, with its address.</summary>
    /// <param name="environment">The variables to read; null for those of the process.</param>
    /// <returns>Names and addresses, by name; a context that cannot be read is left out.</returns>
    public static IReadOnlyList<(string Name, string Address)> List(IReadOnlyDictionary<string, string?>? environment = null) =>
        new DockerContextStore((environment ?? DockerVariables.OfProcess()).DockerFolder()).List();

    /// <summary>
    /// The addresses of sockets on this machine on which an Engine listens that is not docker's default: rootless Docker
    /// and Podman (below <c>XDG_RUNTIME_DIR</c>), Docker Desktop, the machine's Podman.
    /// </summary>
    /// <param name="environment">The variables to read; null for those of the process.</param>
    public static IReadOnlyList<string> OtherAddresses(IReadOnlyDictionary<string, string?>? environment = null) =>
        OtherSockets.Find(environment ?? DockerVariables.OfProcess());
}
