namespace Mlem.Docker.Deployment;

/// <summary>What a container can be told, and a service cannot: refused before anything is built.</summary>
internal static class ServiceLimits
{
    private static string Machine => Messages.ItIsBoundToOneMachine;
    private static string Missing => Messages.SwarmHasNoSuchSetting;

    private static readonly IReadOnlyDictionary<string, (string Why, string Instead)> Refused = new Dictionary<string, (string, string)>
    {
        ["privileged"] = (Missing, Messages.GiveSingleRightsWithCapAdd),
        ["devices"] = (Machine, Messages.MountWhatIsNeededOrRun),
        ["device_requests"] = (Messages.GPUsAreHandedOutByMachines, Messages.RunItAsContainerOrMake),
        ["device_cgroup_rules"] = (Machine, Messages.RunItAsContainer),
        ["device_read_bps"] = (Machine, Messages.RunItAsContainer),
        ["device_read_iops"] = (Machine, Messages.RunItAsContainer),
        ["device_write_bps"] = (Machine, Messages.RunItAsContainer),
        ["device_write_iops"] = (Machine, Messages.RunItAsContainer),
        ["blkio_weight"] = (Missing, Messages.RunItAsContainer),
        ["blkio_weight_device"] = (Machine, Messages.RunItAsContainer),
        ["shm_size"] = (Missing, Messages.MountTmpfsAtDevShmTmpfs),
        ["storage_opt"] = (Missing, Messages.LeaveItOut),
        ["links"] = (Missing, Messages.PutBothIntoOneNetworkWhere),
        ["volumes_from"] = (Machine, Messages.MountNamedVolumeInBoth),
        ["volume_driver"] = (Missing, Messages.MakeVolumeWithItsDriverBeforehand),
        ["mem_swappiness"] = (Missing, Messages.LeaveItOut),
        ["memswap_limit"] = (Missing, Messages.LeaveItOutMemLimitIs),
        ["oom_kill_disable"] = (Missing, Messages.LeaveItOut),
        ["oom_score_adj"] = (Missing, Messages.LeaveItOut),
        ["cpu_count"] = (Missing, Messages.UseNanoCpus1500000000AreOne),
        ["cpu_percent"] = (Missing, Messages.UseNanoCpus1500000000AreOne),
        ["cpu_period"] = (Missing, Messages.UseNanoCpus1500000000AreOne),
        ["cpu_quota"] = (Missing, Messages.UseNanoCpus1500000000AreOne),
        ["cpu_shares"] = (Missing, Messages.UseNanoCpus1500000000AreOne),
        ["cpu_rt_period"] = (Missing, Messages.LeaveItOut),
        ["cpu_rt_runtime"] = (Missing, Messages.LeaveItOut),
        ["cpuset_cpus"] = (Machine, Messages.UseNanoCpus),
        ["cpuset_mems"] = (Machine, Messages.LeaveItOut),
        ["security_opt"] = (Missing, Messages.LeaveItOutOrRunIt),
        ["cgroup_parent"] = (Machine, Messages.LeaveItOut),
        ["cgroupns"] = (Missing, Messages.LeaveItOut),
        ["ipc_mode"] = (Machine, Messages.LeaveItOut),
        ["pid_mode"] = (Machine, Messages.LeaveItOut),
        ["userns_mode"] = (Machine, Messages.LeaveItOut),
        ["uts_mode"] = (Machine, Messages.LeaveItOut),
        ["runtime"] = (Machine, Messages.MakeItMachinesDefaultRuntime),
        ["domainname"] = (Missing, Messages.UseHostname),
        ["network_disabled"] = (Missing, Messages.LeaveItOut),
        ["use_config_proxy"] = (Missing, Messages.LeaveItOut),
        ["publish_all_ports"] = (Missing, Messages.NameThePorts),
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
                throw Refuse(name, Messages.FormatNetworkIsOneOfSingleMachine(value), Messages.NameOverlayNetworkOrLeaveIt);
            if (api is not null && Since.TryGetValue(name, out Version? needed) && api < needed)
                throw Refuse(name, Messages.FormatThisEngineSpeaksAPIAndKnows(api, needed), Messages.UseNewerEngineOrLeaveIt);
        }

        if (ports.FirstOrDefault(p => p.HostAddress is not null) is { } bound)
        {
            throw new MlemException(
                "ServicePortNotSupported",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatServicePortNotSupported(bound, bound.HostAddress),
                bound.ToString(),
                Messages.FormatServicePortNotSupportedRemedy(bound with { HostAddress = null }));
        }
    }

    public static MlemException Refuse(string name, string why, string instead) => new(
        "ServiceParameterNotSupported",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatServiceParameterNotSupported(name, why),
        name,
        instead);
}
