using System.Globalization;
using Docker.DotNet.Models;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Kubernetes;

/// <summary>Memory, processors and GPUs of a container as quantities of Kubernetes.</summary>
internal static class KubernetesResources
{
    private const long MilliCpu = 1_000_000;

    public static YamlMapping? For(ExportedContainer container)
    {
        HostConfig host = container.Host;
        if (host.Memory > 0 && host.MemoryReservation > host.Memory)
        {
            throw ExportRules.Refuse(
                ExportPlatform.Kubernetes, "mem_reservation", Messages.MemReservationIsMoreThanMemLimit, Messages.GiveALowerOne);
        }

        return MapOrNull(
            ("limits", MapOrNull(
                ("cpu", host.NanoCPUs > 0 ? Cpu(host.NanoCPUs) : null),
                ("memory", host.Memory > 0 ? Bytes(host.Memory) : null),
                ("nvidia.com/gpu", Gpus(host.DeviceRequests)))),
            ("requests", MapOrNull(("memory", host.MemoryReservation > 0 ? Bytes(host.MemoryReservation) : null))));
    }

    /// <summary>Bytes in the greatest unit that holds them exactly.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["", "Ki", "Mi", "Gi", "Ti"];
        int unit = 0;
        for (; unit < units.Length - 1 && bytes % 1024 == 0 && bytes >= 1024; unit++)
            bytes /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{bytes}{units[unit]}");
    }

    // A thousandth of a processor is the least; what is between two goes up.
    private static string Cpu(long nano)
    {
        long milli = (nano + MilliCpu - 1) / MilliCpu;
        return milli % 1000 == 0
            ? (milli / 1000).ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{milli}m");
    }

    // The device plugin of NVIDIA hands them out by number (https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/).
    private static string? Gpus(IList<DeviceRequest>? requests)
    {
        if (requests is not { Count: > 0 })
            return null;
        foreach (DeviceRequest request in requests)
        {
            bool gpu = request.Driver is null or "" or "nvidia"
                && request.Capabilities is null or [] or [_]
                && (request.Driver == "nvidia" || request.Capabilities is [var kinds] && kinds.Contains("gpu"))
                && request.Options is null or { Count: 0 };
            if (!gpu)
                throw Refuse(Messages.OnlyGPUsOfNvidiaAreAskedFor, Messages.WriteOtherDevicesIntoManifest);
            if (request.DeviceIDs is { Count: > 0 })
                throw Refuse(Messages.ClusterChoosesWhichGPU, Messages.GiveTheirNumber);
            if (request.Count <= 0)
                throw Refuse(Messages.ClusterHandsOutGPUsByNumber, Messages.GiveTheirNumber);
        }

        return requests.Sum(r => r.Count).ToString(CultureInfo.InvariantCulture);
    }

    private static MlemException Refuse(string why, string instead) =>
        ExportRules.Refuse(ExportPlatform.Kubernetes, "device_requests", why, instead);
}
