using System.Globalization;
using Docker.DotNet.Models;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Compose;

/// <summary>What a container may use of its machine: memory, processors, disks and GPUs.</summary>
internal static class ComposeLimits
{
    public static (string Key, object? Value)[] Of(HostConfig host) =>
    [
        ("mem_limit", Bytes(host.Memory)),
        ("mem_reservation", Bytes(host.MemoryReservation)),
        ("memswap_limit", host.MemorySwap == -1 ? -1L : Bytes(host.MemorySwap)),
        ("mem_swappiness", host.MemorySwappiness == 0
            ? throw ExportRules.Refuse(ExportPlatform.Compose, "mem_swappiness", Messages.ComposeTakesZeroForNothing, Messages.LeaveItOutOrGiveOne)
            : host.MemorySwappiness),
        ("shm_size", Bytes(host.ShmSize)),
        ("oom_kill_disable", host.OomKillDisable == true ? true : null),
        ("oom_score_adj", Known(host.OomScoreAdj)),
        ("cpus", host.NanoCPUs == 0 ? null : (host.NanoCPUs / 1e9m).ToString("0.#########", CultureInfo.InvariantCulture)),
        ("cpu_count", Known(host.CPUCount)),
        ("cpu_percent", Known(host.CPUPercent)),
        ("cpu_period", Known(host.CPUPeriod)),
        ("cpu_quota", Known(host.CPUQuota)),
        ("cpu_shares", Known(host.CPUShares)),
        ("cpu_rt_period", Known(host.CPURealtimePeriod)),
        ("cpu_rt_runtime", Known(host.CPURealtimeRuntime)),
        ("cpuset", ComposeText.From(host.CpusetCpus)),
        ("pids_limit", Known(host.PidsLimit)),
        ("ulimits", MapOrNull([.. (host.Ulimits ?? []).GroupBy(u => u.Name).Select(OneOf).Select(u => (u.Name, (object?)Map(("soft", u.Soft), ("hard", u.Hard))))])),
        ("blkio_config", MapOrNull(
            ("weight", Known(host.BlkioWeight)),
            ("weight_device", List(host.BlkioWeightDevice?.Select(d => Map(("path", ComposeText.From(d.Path)), ("weight", (long)d.Weight))))),
            ("device_read_bps", Rates(host.BlkioDeviceReadBps)),
            ("device_read_iops", Rates(host.BlkioDeviceReadIOps)),
            ("device_write_bps", Rates(host.BlkioDeviceWriteBps)),
            ("device_write_iops", Rates(host.BlkioDeviceWriteIOps)))),
        ("deploy", Devices(host.DeviceRequests) is { } devices ? Map(("resources", Map(("reservations", Map(("devices", devices)))))) : null),
    ];

    private static Ulimit OneOf(IGrouping<string, Ulimit> named) => named.Select(u => (u.Soft, u.Hard)).Distinct().Count() == 1
        ? named.First()
        : throw ExportRules.Refuse(ExportPlatform.Compose, "ulimits", Messages.FormatUlimitIsThereTwice(named.Key), Messages.LeaveOneOfThemOut);

    private static YamlSequence? Devices(IList<DeviceRequest>? requests) => List(requests?.Select(request =>
    {
        if (request.Capabilities is { Count: > 1 })
        {
            throw ExportRules.Refuse(
                ExportPlatform.Compose, "device_requests", Messages.ComposeHasOneListOfCapabilities, Messages.GiveOneList);
        }

        if (request is { Count: not 0, DeviceIDs.Count: > 0 })
            throw ExportRules.Refuse(ExportPlatform.Compose, "device_requests", Messages.DevicesAreCountedOrNamed, Messages.LeaveOneOfThemOut);
        return Map(
            ("driver", ComposeText.From(request.Driver)),
            ("count", request.DeviceIDs is { Count: > 0 } ? null : request.Count < 0 ? "all" : request.Count),
            ("device_ids", ComposeText.From(request.DeviceIDs)),
            ("capabilities", ComposeText.From(request.Capabilities?.FirstOrDefault()) ?? List(["gpu"])),
            ("options", ComposeText.From(request.Options)));
    }));

    private static YamlSequence? Rates(IList<ThrottleDevice>? devices) => List(devices?.Select(d =>
        Map(("path", ComposeText.From(d.Path)), ("rate", (long)d.Rate))));

    private static string? Bytes(long bytes) => bytes <= 0 ? null : bytes.ToString(CultureInfo.InvariantCulture);

    private static long? Known(long? number) => number is null or 0 ? null : number;
}
