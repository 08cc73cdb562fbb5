using Docker.DotNet.Models;

namespace Mlem.Docker.Engine;

/// <summary>What was asked for a container and the Engine left out without a word, as Podman does with requests for GPUs.</summary>
internal static class IgnoredWishes
{
    /// <summary>A sentence for each wish that came to nothing.</summary>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="made">What the Engine says of the container that it made.</param>
    public static IEnumerable<string> Find(HostConfig? wanted, HostConfig? made)
    {
        if (wanted is null || made is null)
            yield break;
        if (wanted.DeviceRequests is { Count: > 0 } && made.DeviceRequests is not { Count: > 0 })
            yield return Messages.EngineIgnoredGpus;
        foreach (var port in wanted.PortBindings?.Keys.Where(key => made.PortBindings?.ContainsKey(key) != true) ?? [])
            yield return Messages.FormatEngineIgnoredPort(port);
        if (wanted.Runtime is { Length: > 0 } runtime && made.Runtime != runtime)
            yield return Messages.FormatEngineIgnoredRuntime(runtime);
        foreach (var (name, limit, got) in Limits(wanted, made))
        {
            if (limit > 0 && got is null or 0)
                yield return Messages.FormatEngineIgnoredLimit(name);
        }
    }

    /// <summary>Whether there is anything to compare.</summary>
    public static bool Has(HostConfig? wanted) =>
        wanted is not null
        && (wanted.DeviceRequests is { Count: > 0 } || wanted.Runtime is { Length: > 0 } || wanted.PortBindings is { Count: > 0 }
            || Limits(wanted, wanted).Any(one => one.Wanted > 0));

    private static (string Name, long? Wanted, long? Made)[] Limits(HostConfig wanted, HostConfig made) =>
    [
        ("Memory", wanted.Memory, made.Memory),
        ("MemoryReservation", wanted.MemoryReservation, made.MemoryReservation),
        ("NanoCpus", wanted.NanoCPUs, made.NanoCPUs),
        ("CpuQuota", wanted.CPUQuota, made.CPUQuota),
        ("CpuShares", wanted.CPUShares, made.CPUShares),
        ("PidsLimit", wanted.PidsLimit, made.PidsLimit),
        ("BlkioWeight", wanted.BlkioWeight, made.BlkioWeight),
    ];
}
