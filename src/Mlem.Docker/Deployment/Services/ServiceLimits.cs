namespace Mlem.Docker.Deployment;

/// <summary>What a container can be told, and a service cannot: refused before anything is built.</summary>
internal static class ServiceLimits
{
    private const string Machine = "it is bound to one machine, and a swarm chooses the machine";
    private const string Missing = "a swarm has no such setting";

    private static readonly IReadOnlyDictionary<string, (string Why, string Instead)> Refused = new Dictionary<string, (string, string)>
    {
        ["privileged"] = (Missing, "Give single rights with cap_add."),
        ["devices"] = (Machine, "Mount what is needed, or run it as a container."),
        ["device_requests"] = ("GPUs are handed out by the machines' own generic resources", "Run it as a container, or make nvidia the machines' default runtime."),
        ["device_cgroup_rules"] = (Machine, "Run it as a container."),
        ["device_read_bps"] = (Machine, "Run it as a container."),
        ["device_read_iops"] = (Machine, "Run it as a container."),
        ["device_write_bps"] = (Machine, "Run it as a container."),
        ["device_write_iops"] = (Machine, "Run it as a container."),
        ["blkio_weight"] = (Missing, "Run it as a container."),
        ["blkio_weight_device"] = (Machine, "Run it as a container."),
        ["shm_size"] = (Missing, "Mount a tmpfs at /dev/shm: tmpfs = @{ '/dev/shm' = 'size=256m' }."),
        ["storage_opt"] = (Missing, "Leave it out."),
        ["links"] = (Missing, "Put both into one network, where they find each other by name."),
        ["volumes_from"] = (Machine, "Mount a named volume in both."),
        ["volume_driver"] = (Missing, "Make the volume with its driver beforehand."),
        ["mem_swappiness"] = (Missing, "Leave it out."),
        ["memswap_limit"] = (Missing, "Leave it out; mem_limit is possible."),
        ["oom_kill_disable"] = (Missing, "Leave it out."),
        ["oom_score_adj"] = (Missing, "Leave it out."),
        ["cpu_count"] = (Missing, "Use nano_cpus: 1500000000 are one and a half."),
        ["cpu_percent"] = (Missing, "Use nano_cpus: 1500000000 are one and a half."),
        ["cpu_period"] = (Missing, "Use nano_cpus: 1500000000 are one and a half."),
        ["cpu_quota"] = (Missing, "Use nano_cpus: 1500000000 are one and a half."),
        ["cpu_shares"] = (Missing, "Use nano_cpus: 1500000000 are one and a half."),
        ["cpu_rt_period"] = (Missing, "Leave it out."),
        ["cpu_rt_runtime"] = (Missing, "Leave it out."),
        ["cpuset_cpus"] = (Machine, "Use nano_cpus."),
        ["cpuset_mems"] = (Machine, "Leave it out."),
        ["security_opt"] = (Missing, "Leave it out, or run it as a container."),
        ["cgroup_parent"] = (Machine, "Leave it out."),
        ["cgroupns"] = (Missing, "Leave it out."),
        ["ipc_mode"] = (Machine, "Leave it out."),
        ["pid_mode"] = (Machine, "Leave it out."),
        ["userns_mode"] = (Machine, "Leave it out."),
        ["uts_mode"] = (Machine, "Leave it out."),
        ["runtime"] = (Machine, "Make it the machines' default runtime."),
        ["domainname"] = (Missing, "Use hostname."),
        ["network_disabled"] = (Missing, "Leave it out."),
        ["publish_all_ports"] = (Missing, "Name the ports."),
    };

    // An older Engine would leave these out without a word.
    private static readonly IReadOnlyDictionary<string, Version> Since = new Dictionary<string, Version>
    {
        ["sysctls"] = new(1, 40),
        ["cap_add"] = new(1, 41),
        ["cap_drop"] = new(1, 41),
        ["ulimits"] = new(1, 41),
        ["pids_limit"] = new(1, 41),
    };

    public static void Check(IReadOnlyDictionary<string, string> parameters, IReadOnlyList<PortMapping> ports, Version? api)
    {
        foreach ((string name, string value) in parameters)
        {
            if (Refused.TryGetValue(name, out var known))
                throw Refuse(name, known.Why, known.Instead);
            if (name is "network" or "network_mode" && (value is "host" or "none" or "bridge" or "default" || value.StartsWith("container:", StringComparison.Ordinal)))
                throw Refuse(name, $"the network '{value}' is one of a single machine", "Name an overlay network, or leave it out.");
            if (api is not null && Since.TryGetValue(name, out Version? needed) && api < needed)
                throw Refuse(name, $"this Engine speaks API {api}, and knows it for services from {needed} on", "Use a newer Engine, or leave it out.");
        }

        if (ports.FirstOrDefault(p => p.HostAddress is not null) is { } bound)
        {
            throw new MlemException(
                "ServicePortNotSupported",
                MlemErrorCategory.InvalidArgument,
                $"The port '{bound}' cannot be published by a service: a swarm publishes on all addresses of its machines, not on {bound.HostAddress} only.",
                bound.ToString(),
                $"Give it without the address, as {bound with { HostAddress = null }}.");
        }
    }

    public static MlemException Refuse(string name, string why, string instead) => new(
        "ServiceParameterNotSupported",
        MlemErrorCategory.InvalidArgument,
        $"The run parameter '{name}' cannot be used for a service: {why}.",
        name,
        instead);
}
