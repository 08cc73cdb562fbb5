using Mlem.Docker.Configuration;

namespace Mlem.Docker.Engine;

/// <summary>
/// The sockets on which an Engine listens that is not at docker's default address: those of a user's own Engine
/// (rootless Docker, Podman, Docker Desktop) and the machine's Podman.
/// </summary>
internal static class OtherSockets
{
    /// <summary>The addresses of the sockets that are there.</summary>
    public static IReadOnlyList<string> Find(IReadOnlyDictionary<string, string?> variables)
    {
        if (OperatingSystem.IsWindows())
            return [];
        List<string> paths = [];
        if (variables.Value("XDG_RUNTIME_DIR") is { } runtime)
        {
            paths.Add(Path.Combine(runtime, "docker.sock"));
            paths.Add(Path.Combine(runtime, "podman", "podman.sock"));
        }

        foreach (string folder in (string[])["run", "desktop"])
            paths.Add(Path.Combine(variables.Home(), ".docker", folder, "docker.sock"));
        paths.Add("/run/podman/podman.sock");
        return [.. paths.Where(path => path.StartsWith('/') && File.Exists(path)).Select(path => "unix://" + path)];
    }
}
