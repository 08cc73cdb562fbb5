using System.Text.Json;
using Docker.DotNet.Models;

namespace Mlem.Docker.Engine;

/// <summary>
/// What was asked for a container and the Engine left out without a word, as Podman does with requests for GPUs. What Podman
/// heeds without showing it (sysctls, rules of device cgroups, options of a log, capabilities that it gives or lacks anyway) is
/// not compared.
/// </summary>
internal static class IgnoredWishes
{
    /// <summary>A sentence for each wish that came to nothing.</summary>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="made">What the Engine says of the container that it made.</param>
    /// <param name="podman">What Podman says of it in its own form, which tells more; null elsewhere.</param>
    public static IEnumerable<string> Find(CreateContainerParameters wanted, ContainerInspectResponse made, JsonElement? podman = null)
    {
        if (wanted.NetworkDisabled == true && made.Config?.NetworkDisabled != true)
            yield return Messages.EngineIgnoredNetworkDisabled;
        if (wanted.HostConfig is { } host && made.HostConfig is { } got)
        {
            if (host.DeviceRequests is { Count: > 0 } && got.DeviceRequests is not { Count: > 0 })
                yield return Messages.EngineIgnoredGpus;
            foreach (var port in Ports(host).Where(key => got.PortBindings?.ContainsKey(key) != true))
                yield return Messages.FormatEngineIgnoredPort(port);
            if (host.Runtime is { Length: > 0 } runtime && Runtime(got, podman) != runtime.Split('/')[^1])
                yield return Messages.FormatEngineIgnoredRuntime(runtime);
        }

        foreach (var wish in WishTable.All.Where(wish => wish.Asked(wanted) && !wish.Kept(wanted, made, podman)))
            yield return wish.IsLimit ? Messages.FormatEngineIgnoredLimit(wish.Name) : Messages.FormatEngineIgnoredSetting(wish.Name);
    }

    /// <summary>Whether there is anything to compare.</summary>
    public static bool Has(CreateContainerParameters wanted) =>
        wanted.NetworkDisabled == true
        || wanted.HostConfig is { DeviceRequests.Count: > 0 } or { Runtime.Length: > 0 } or { PortBindings.Count: > 0 }
        || WishTable.All.Any(wish => wish.Asked(wanted));

    // In the host's network, and in another container's, there is nothing to publish, on any Engine.
    private static IEnumerable<string> Ports(HostConfig host) =>
        host.NetworkMode is "host" or "none" || host.NetworkMode?.StartsWith("container:", StringComparison.Ordinal) == true
            ? []
            : host.PortBindings?.Keys ?? [];

    // Podman calls every runtime "oci" in Docker's form of the answer.
    private static string? Runtime(HostConfig made, JsonElement? podman) => podman.Text("OCIRuntime")?.Split('/')[^1] ?? made.Runtime;
}
