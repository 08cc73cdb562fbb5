using Docker.DotNet.Models;

namespace Mlem.Docker.Deployment;

/// <summary>Writes a container's request as a service's declaration: what the tasks' containers are like.</summary>
internal static class ServiceContainer
{
    /// <summary>The declaration's <c>ContainerSpec</c>. Nothing is written that is the default, as the swarm itself does.</summary>
    public static ContainerSpec Spec(CreateContainerParameters request)
    {
        HostConfig host = request.HostConfig!;
        return new ContainerSpec
        {
            Labels = request.Labels,
            Command = request.Entrypoint,
            Args = request.Cmd,
            Hostname = Known(request.Hostname),
            Env = request.Env,
            Dir = Known(request.WorkingDir),
            User = Known(request.User),
            Groups = host.GroupAdd,
            TTY = Known(request.Tty),
            OpenStdin = Known(request.OpenStdin),
            ReadOnly = Known(host.ReadonlyRootfs),
            StopSignal = Known(request.StopSignal),
            Init = host.Init,
            Hosts = host.ExtraHosts is null ? null : [.. host.ExtraHosts.Select(Host)],
            Mounts = ServiceMounts.From(host),
            Healthcheck = request.Healthcheck,
            DNSConfig = new DNSConfig { Nameservers = host.DNS, Search = host.DNSSearch, Options = host.DNSOptions },
            Sysctls = host.Sysctls,
            CapabilityAdd = Capabilities(host.CapAdd),
            CapabilityDrop = Capabilities(host.CapDrop),
            Ulimits = host.Ulimits,
            Isolation = Known(host.Isolation),
        };
    }

    /// <summary>The declaration's <c>Resources</c>: what a task may use, and what a machine must have free for it.</summary>
    public static ResourceRequirements Resources(HostConfig host) => new()
    {
        Limits = new SwarmLimit { NanoCPUs = Known(host.NanoCPUs), MemoryBytes = Known(host.Memory), Pids = Known(host.PidsLimit ?? 0) },
        Reservations = new SwarmResources { MemoryBytes = Known(host.MemoryReservation) },
    };

    /// <summary>The platform as the scheduler matches it: <c>linux/amd64</c>.</summary>
    public static IList<SwarmPlatform>? Platforms(string? platform) => platform?.Split('/') is [{ Length: > 0 } system, ..] parts
        ? [new SwarmPlatform { OS = system, Architecture = parts.ElementAtOrDefault(1) }] : null;

    // host:address, as docker writes it; a swarm has them as in /etc/hosts.
    private static string Host(string text) => text.Split(':', 2) is [var name, var address] ? $"{address} {name}" : text;

    private static IList<string>? Capabilities(IList<string>? names) => names is null ? null : [.. names.Select(Capability)];

    private static string Capability(string name)
    {
        string upper = name.ToUpperInvariant();
        return upper == "ALL" || upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper : "CAP_" + upper;
    }

    private static string? Known(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static bool? Known(bool? flag) => flag == true ? true : null;

    private static long? Known(long number) => number == 0 ? null : number;
}
