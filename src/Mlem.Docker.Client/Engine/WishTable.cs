using System.Collections;
using System.Text.Json;
using Docker.DotNet.Models;

namespace Mlem.Docker.Engine;

/// <summary>One thing that can be asked for a container, and how to see whether it came.</summary>
/// <param name="Name">The API's name for it.</param>
/// <param name="Asked">Whether it was asked for.</param>
/// <param name="Kept">Whether the Engine's answer shows it.</param>
internal sealed record ContainerWish(
    string Name,
    Func<CreateContainerParameters, bool> Asked,
    Func<CreateContainerParameters, ContainerInspectResponse, JsonElement?, bool> Kept)
{
    /// <summary>Whether it bounds what the container may use.</summary>
    public bool IsLimit { get; init; }
}

/// <summary>
/// The settings of a container that an Engine's answer shows (<c>GET /containers/{id}/json</c>: <c>Config</c>, <c>HostConfig</c>).
/// </summary>
internal static class WishTable
{
    public static IReadOnlyList<ContainerWish> All { get; } =
    [
        Config(nameof(CreateContainerParameters.User), c => c.User, c => c.User),
        Config(nameof(CreateContainerParameters.WorkingDir), c => c.WorkingDir, c => c.WorkingDir),
        Config(nameof(CreateContainerParameters.Hostname), c => c.Hostname, c => c.Hostname),
        Config(nameof(CreateContainerParameters.Domainname), c => c.Domainname, c => c.Domainname),
        Config(nameof(CreateContainerParameters.StopSignal), c => c.StopSignal, c => c.StopSignal),
        Config(nameof(CreateContainerParameters.Tty), c => c.Tty, c => c.Tty),
        Config(nameof(CreateContainerParameters.OpenStdin), c => c.OpenStdin, c => c.OpenStdin),
        Config(nameof(CreateContainerParameters.Healthcheck), c => c.Healthcheck, c => c.Healthcheck),
        Host(nameof(HostConfig.Init), h => h.Init),
        Host(nameof(HostConfig.ReadonlyRootfs), h => h.ReadonlyRootfs),
        Host(nameof(HostConfig.Privileged), h => h.Privileged),
        Host(nameof(HostConfig.PublishAllPorts), h => h.PublishAllPorts),
        Host(nameof(HostConfig.OomKillDisable), h => h.OomKillDisable),
        Host(nameof(HostConfig.CgroupParent), h => h.CgroupParent),
        Host(nameof(HostConfig.CpusetCpus), h => h.CpusetCpus),
        Host(nameof(HostConfig.CpusetMems), h => h.CpusetMems),
        Host(nameof(HostConfig.Isolation), h => h.Isolation is "default" ? null : h.Isolation),
        Host("Dns", h => h.DNS),
        Host("DnsOptions", h => h.DNSOptions),
        Host("DnsSearch", h => h.DNSSearch),
        Host(nameof(HostConfig.ExtraHosts), h => h.ExtraHosts),
        Host(nameof(HostConfig.Binds), h => h.Binds),
        Host(nameof(HostConfig.VolumesFrom), h => h.VolumesFrom),
        Host(nameof(HostConfig.Tmpfs), h => h.Tmpfs),
        Host(nameof(HostConfig.SecurityOpt), h => h.SecurityOpt),
        Host(nameof(HostConfig.GroupAdd), h => h.GroupAdd),
        Host(nameof(HostConfig.Devices), h => h.Privileged ? null : h.Devices),
        Mode("RestartPolicy", Restarts),
        Mode("LogConfig", h => h.LogConfig?.Type),
        Mode(nameof(HostConfig.IpcMode), h => h.IpcMode is "host" or "none" ? h.IpcMode : null),
        Mode(nameof(HostConfig.PidMode), h => h.PidMode is "host" ? h.PidMode : null),
        Mode(nameof(HostConfig.UTSMode), h => h.UTSMode is "host" ? h.UTSMode : null),
        Mode(nameof(HostConfig.NetworkMode), h => h.NetworkMode is "host" or "none" ? h.NetworkMode : null),
        new(
            nameof(HostConfig.CgroupnsMode),
            c => c.HostConfig?.CgroupnsMode is { Length: > 0 },
            // Podman shows it only in its own form of the answer.
            (c, made, podman) => (podman is null ? made.HostConfig?.CgroupnsMode : podman.Text("HostConfig", "CgroupMode"))
                is not { Length: > 0 } mode || mode == c.HostConfig!.CgroupnsMode),
        new(
            nameof(HostConfig.VolumeDriver),
            c => c.HostConfig is { VolumeDriver: { Length: > 0 } and not "local" } && c.HostConfig.Binds is { Count: > 0 },
            (c, made, _) => made.Mounts?.Where(m => m.Type == "volume").All(m => m.Driver == c.HostConfig!.VolumeDriver) ?? true),
        Limit(nameof(HostConfig.Memory), h => h.Memory),
        Limit(nameof(HostConfig.MemoryReservation), h => h.MemoryReservation),
        // -1: as much as there is.
        Limit(nameof(HostConfig.MemorySwap), h => h.MemorySwap) with
        {
            Asked = c => c.HostConfig?.MemorySwap is not (null or 0),
            Kept = (c, made, _) => Math.Sign(made.HostConfig?.MemorySwap ?? 0) == Math.Sign(c.HostConfig!.MemorySwap),
        },
        Limit(nameof(HostConfig.MemorySwappiness), h => h.MemorySwappiness),
        Limit(nameof(HostConfig.NanoCPUs), h => h.NanoCPUs),
        Limit("CpuCount", h => h.CPUCount),
        Limit("CpuPercent", h => h.CPUPercent),
        Limit("CpuPeriod", h => h.CPUPeriod),
        Limit("CpuQuota", h => h.CPUQuota),
        Limit("CpuShares", h => h.CPUShares),
        Limit("CpuRealtimePeriod", h => h.CPURealtimePeriod),
        Limit("CpuRealtimeRuntime", h => h.CPURealtimeRuntime),
        Limit(nameof(HostConfig.PidsLimit), h => h.PidsLimit),
        Limit(nameof(HostConfig.ShmSize), h => h.ShmSize),
        Limit(nameof(HostConfig.OomScoreAdj), h => h.OomScoreAdj),
        Limit(nameof(HostConfig.BlkioWeight), h => h.BlkioWeight),
        Limit(nameof(HostConfig.Ulimits), h => h.Ulimits?.Count),
        Limit(nameof(HostConfig.BlkioWeightDevice), h => h.BlkioWeightDevice?.Count),
        Limit(nameof(HostConfig.BlkioDeviceReadBps), h => h.BlkioDeviceReadBps?.Count),
        Limit(nameof(HostConfig.BlkioDeviceWriteBps), h => h.BlkioDeviceWriteBps?.Count),
        Limit("BlkioDeviceReadIOps", h => h.BlkioDeviceReadIOps?.Count),
        Limit("BlkioDeviceWriteIOps", h => h.BlkioDeviceWriteIOps?.Count),
    ];

    private static ContainerWish Config(string name, Func<CreateContainerParameters, object?> asked, Func<ContainerConfig, object?> made) =>
        new(name, c => IsSet(asked(c)), (_, got, _) => got.Config is { } config && IsSet(made(config)));

    private static ContainerWish Host(string name, Func<HostConfig, object?> value) =>
        new(name, c => c.HostConfig is { } host && IsSet(value(host)), (_, made, _) => made.HostConfig is { } host && IsSet(value(host)));

    private static ContainerWish Mode(string name, Func<HostConfig, string?> value) => new(
        name,
        c => c.HostConfig is { } host && IsSet(value(host)),
        (c, made, _) => made.HostConfig is { } host && value(host) == value(c.HostConfig!));

    private static ContainerWish Limit(string name, Func<HostConfig, long?> value) => new(
        name,
        c => c.HostConfig is { } host && (name == nameof(HostConfig.OomScoreAdj) ? value(host) is not (null or 0) : value(host) > 0),
        (_, made, _) => made.HostConfig is { } host && value(host) is not (null or 0))
    {
        IsLimit = true,
    };

    private static string? Restarts(HostConfig host) =>
        host.RestartPolicy is { Name: not (RestartPolicyKind.Undefined or RestartPolicyKind.No) } policy ? policy.Name.ToString() : null;

    private static bool IsSet(object? value) => value switch
    {
        null or false or "" => false,
        ICollection list => list.Count > 0,
        _ => true,
    };
}
