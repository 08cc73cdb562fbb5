using Mlem.Docker.Deployment;

namespace Mlem.Docker.Exporting;

/// <summary>
/// Every run parameter on both platforms: mapped, or refused by name with the reason. docs/beyond-one-machine.md shows the
/// same table, which a test holds.
/// </summary>
internal static class ExportRules
{
    private const string Nothing = "nothing to write";

    private static ExportRule PodHasNone => new(null, Messages.PodHasNoSuchSetting, Messages.LeaveItOut);
    private static ExportRule Shares => new(null, Messages.PodSharesNothingOfItsNode, Messages.LeaveItOut);
    private static ExportRule NodesOwn => new(null, Messages.NodeOfClusterDecidesIt, Messages.LeaveItOutOrSetItOnNodes);
    private static ExportRule UseCpus => new(null, Messages.PodsProcessorsAreCountedOneWay, Messages.UseNanoCpus1500000000AreOne);

    /// <summary>The rules by name: what Kubernetes makes of it, and what Compose does.</summary>
    public static readonly IReadOnlyDictionary<string, (ExportRule Kubernetes, ExportRule Compose)> All =
        new SortedDictionary<string, (ExportRule, ExportRule)>(StringComparer.Ordinal)
        {
            // The process
            ["command"] = ("args", "command"),
            ["entrypoint"] = ("command", "entrypoint"),
            ["environment"] = ("env", "environment"),
            ["use_config_proxy"] = (
                new(null, Messages.ProxiesBelongToOneMachine, Messages.GiveThemInEnvironment) { UnlessFalse = true }, "what Compose does itself"),
            ["user"] = ("securityContext.runAsUser, runAsGroup", "user"),
            ["working_dir"] = ("workingDir", "working_dir"),
            ["tty"] = ("tty", "tty"),
            ["stdin_open"] = ("stdin", "stdin_open"),
            ["stop_signal"] = (new(null, Messages.PodIsStoppedWithImagesSignal, Messages.LeaveItOutOrBuildSignalIn), "stop_signal"),
            ["init"] = (new(null, Messages.PodHasNoInitProcess, Messages.LeaveItOut) { UnlessFalse = true }, "init"),
            ["labels"] = ("metadata.labels of the pod", "labels"),
            ["healthcheck"] = ("startupProbe, livenessProbe, readinessProbe", "healthcheck"),
            ["restart_policy"] = ("restartPolicy", "restart"),
            ["log_config"] = (new(null, Messages.LogsOfPodsAreTheClusters, Messages.LeaveItOut), "logging"),
            ["platform"] = ("nodeSelector", "platform"),

            // Networks
            ["hostname"] = ("hostname", "hostname"),
            ["domainname"] = (new(null, Messages.PodHasNoSuchSetting, Messages.UseHostname), "domainname"),
            ["network"] = ("the pod's own network", "networks, network_mode"),
            ["network_mode"] = ("the pod's own network", "networks, network_mode"),
            ["network_disabled"] = (
                PodHasNone with { UnlessFalse = true },
                new(null, Messages.ComposeHasNoSuchSetting, Messages.UseNetworkModeNone) { UnlessFalse = true }),
            ["publish_all_ports"] = (
                new(null, Messages.PodHasNoSuchSetting, Messages.NameThePorts) { UnlessFalse = true },
                new(null, Messages.ComposeHasNoSuchSetting, Messages.NameThePorts) { UnlessFalse = true }),
            ["dns"] = ("dnsConfig.nameservers", "dns"),
            ["dns_opt"] = ("dnsConfig.options", "dns_opt"),
            ["dns_search"] = ("dnsConfig.searches", "dns_search"),
            ["extra_hosts"] = ("hostAliases", "extra_hosts"),
            ["links"] = (
                new(null, Messages.PodHasNoSuchSetting, Messages.CallServiceByItsName),
                new(null, Messages.ComposeLinksOnlyItsOwn, Messages.CallServiceByItsName)),

            // Files
            ["volumes"] = ("volumeMounts, hostPath, persistentVolumeClaim", "volumes"),
            ["volumes_from"] = (new(null, Messages.PodMayRunOnAnyNode, Messages.MountNamedVolumeInBoth), "volumes_from"),
            ["volume_driver"] = (new(null, Messages.ClaimsNameTheirDriver, Messages.MakeClaimWithItsStorageClass), "volumes.driver"),
            ["mounts"] = ("volumeMounts, hostPath, persistentVolumeClaim, emptyDir", "volumes"),
            ["tmpfs"] = ("emptyDir.medium: Memory", "tmpfs"),
            ["read_only"] = ("securityContext.readOnlyRootFilesystem", "read_only"),
            ["shm_size"] = ("emptyDir at /dev/shm", "shm_size"),
            ["storage_opt"] = (NodesOwn, "storage_opt"),

            // Memory and processors
            ["mem_limit"] = ("resources.limits.memory", "mem_limit"),
            ["mem_reservation"] = ("resources.requests.memory", "mem_reservation"),
            ["mem_swappiness"] = (NodesOwn, "mem_swappiness"),
            ["memswap_limit"] = (new(null, Messages.NodeOfClusterDecidesIt, Messages.LeaveItOutMemLimitIs), "memswap_limit"),
            ["oom_kill_disable"] = (PodHasNone with { UnlessFalse = true }, "oom_kill_disable"),
            ["oom_score_adj"] = (new(null, Messages.ClusterDecidesItByRequestsAndLimits, Messages.UseMemReservationAndMemLimit), "oom_score_adj"),
            ["nano_cpus"] = ("resources.limits.cpu", "cpus"),
            ["cpu_count"] = (UseCpus, "cpu_count"),
            ["cpu_percent"] = (UseCpus, "cpu_percent"),
            ["cpu_period"] = (UseCpus, "cpu_period"),
            ["cpu_quota"] = (UseCpus, "cpu_quota"),
            ["cpu_shares"] = (UseCpus, "cpu_shares"),
            ["cpu_rt_period"] = (NodesOwn, "cpu_rt_period"),
            ["cpu_rt_runtime"] = (NodesOwn, "cpu_rt_runtime"),
            ["cpuset_cpus"] = (NodesOwn, "cpuset"),
            ["cpuset_mems"] = (NodesOwn, new(null, Messages.ComposeHasNoSuchSetting, Messages.UseCpusetCpus)),
            ["pids_limit"] = (NodesOwn, "pids_limit"),
            ["ulimits"] = (NodesOwn, "ulimits"),
            ["blkio_weight"] = (NodesOwn, "blkio_config.weight"),
            ["blkio_weight_device"] = (NodesOwn, "blkio_config.weight_device"),
            ["device_read_bps"] = (NodesOwn, "blkio_config.device_read_bps"),
            ["device_read_iops"] = (NodesOwn, "blkio_config.device_read_iops"),
            ["device_write_bps"] = (NodesOwn, "blkio_config.device_write_bps"),
            ["device_write_iops"] = (NodesOwn, "blkio_config.device_write_iops"),

            // Devices and rights
            ["devices"] = (new(null, Messages.PodMayRunOnAnyNode, Messages.AskForGPUsOrMountIt), "devices"),
            ["device_requests"] = ("resources.limits.nvidia.com/gpu", "deploy.resources.reservations.devices"),
            ["device_cgroup_rules"] = (NodesOwn, "device_cgroup_rules"),
            ["privileged"] = ("securityContext.privileged", "privileged"),
            ["cap_add"] = ("securityContext.capabilities.add", "cap_add"),
            ["cap_drop"] = ("securityContext.capabilities.drop", "cap_drop"),
            ["security_opt"] = ("securityContext.allowPrivilegeEscalation, seccompProfile", "security_opt"),
            ["group_add"] = ("securityContext.supplementalGroups", "group_add"),
            ["sysctls"] = ("securityContext.sysctls", "sysctls"),

            // Namespaces
            ["cgroup_parent"] = (NodesOwn, "cgroup_parent"),
            ["cgroupns"] = (NodesOwn, "cgroup"),
            ["ipc_mode"] = (Shares, "ipc"),
            ["pid_mode"] = (Shares, "pid"),
            ["userns_mode"] = (Shares, "userns_mode"),
            ["uts_mode"] = (Shares, "uts"),
            ["isolation"] = (PodHasNone, "isolation"),
            ["runtime"] = (new(null, Messages.ClusterHasRuntimeClassesOfItsOwn, Messages.LeaveItOutOrSetItOnNodes), "runtime"),

            // Which output run() hands back when it waits for the end, which nothing here does
            ["stdout"] = (Nothing, Nothing),
            ["stderr"] = (Nothing, Nothing),
            ["stream"] = (Nothing, Nothing),
        };

    /// <summary>The rule for a parameter on a platform.</summary>
    public static ExportRule For(ExportPlatform platform, string name) =>
        platform == ExportPlatform.Kubernetes ? All[name].Kubernetes : All[name].Compose;

    /// <summary>Refuses what the platform cannot, before anything is written.</summary>
    /// <exception cref="MlemException"><c>ExportParameterNotSupported</c>.</exception>
    public static void Check(ExportPlatform platform, IReadOnlyDictionary<string, string> parameters)
    {
        (string Name, ExportRule Rule)[] refused =
        [
            .. parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, Rule: For(platform, p.Key), p.Value))
                .Where(p => p.Rule.Why is not null && !(p.Rule.UnlessFalse && !new RunValue(p.Key, p.Value).Flag()))
                .Select(p => (p.Key, p.Rule)),
        ];
        if (refused.Length > 0)
        {
            // The first one is the sentence's; the others follow with their own reasons.
            IEnumerable<string> why = [refused[0].Rule.Why!, .. refused.Skip(1).Select(r => Messages.FormatAlsoRefused(r.Name, r.Rule.Why))];
            throw Refuse(platform, refused[0].Name, string.Join("; ", why), string.Join(' ', refused.Select(r => r.Rule.Instead).Distinct()));
        }

        // docker-py takes proxies from docker's settings, and Compose does so by itself, which cannot be turned off.
        if (platform == ExportPlatform.Compose && parameters.TryGetValue("use_config_proxy", out string? proxy)
            && !new RunValue("use_config_proxy", proxy).Flag())
        {
            throw Refuse(platform, "use_config_proxy", Messages.ComposeAlwaysTakesProxies, Messages.LeaveItOut);
        }
    }

    /// <summary>The error for a parameter, or a value of it, that the platform has no place for.</summary>
    public static MlemException Refuse(ExportPlatform platform, string name, string why, string instead) => new(
        "ExportParameterNotSupported",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatExportParameterNotSupported(name, platform, why),
        name,
        instead);
}
