using Docker.DotNet.Models;

namespace Mlem.Docker.Deployment;

/// <summary>The parameters of docker-py's <c>run()</c> by name, and where each goes in the Engine's request.</summary>
internal static class RunParameterTable
{
    public static readonly IReadOnlyDictionary<string, Action<CreateContainerParameters, HostConfig, RunValue>> Known =
        new SortedDictionary<string, Action<CreateContainerParameters, HostConfig, RunValue>>(StringComparer.Ordinal)
        {
            // The process
            ["command"] = (c, _, v) => c.Cmd = v.Command(),
            ["entrypoint"] = (c, _, v) => c.Entrypoint = v.Command(),
            ["environment"] = (c, _, v) => c.Env = v.Variables(),
            ["use_config_proxy"] = (_, _, v) => v.Flag(),
            ["user"] = (c, _, v) => c.User = v.Text,
            ["working_dir"] = (c, _, v) => c.WorkingDir = v.Text,
            ["tty"] = (c, _, v) => c.Tty = v.Flag(),
            ["stdin_open"] = (c, _, v) => c.OpenStdin = v.Flag(),
            ["stop_signal"] = (c, _, v) => c.StopSignal = v.Text,
            ["init"] = (_, h, v) => h.Init = v.Flag(),
            ["labels"] = (c, _, v) => c.Labels = v.Pairs(),
            ["healthcheck"] = (c, _, v) => c.Healthcheck = RunStructures.Healthcheck(v),
            ["restart_policy"] = (_, h, v) => h.RestartPolicy = RunStructures.RestartPolicy(v),
            ["log_config"] = (_, h, v) => h.LogConfig = RunStructures.LogConfig(v),
            ["platform"] = (c, _, v) => c.Platform = v.Text,

            // Networks
            ["hostname"] = (c, _, v) => c.Hostname = v.Text,
            ["domainname"] = (c, _, v) => c.Domainname = v.Text,
            ["network"] = (_, h, v) => h.NetworkMode = v.Text,
            ["network_mode"] = (_, h, v) => h.NetworkMode = v.Text,
            ["network_disabled"] = (c, _, v) => c.NetworkDisabled = v.Flag(),
            ["publish_all_ports"] = (_, h, v) => h.PublishAllPorts = v.Flag(),
            ["dns"] = (_, h, v) => h.DNS = v.Texts(),
            ["dns_opt"] = (_, h, v) => h.DNSOptions = v.Texts(),
            ["dns_search"] = (_, h, v) => h.DNSSearch = v.Texts(),
            ["extra_hosts"] = (_, h, v) => h.ExtraHosts = [.. v.Pairs(':').Select(p => $"{p.Key}:{p.Value}")],
            ["links"] = (_, h, v) => h.Links =
                [.. v.Pairs(':').Select(p => p.Value.Length == 0 ? p.Key : $"{p.Key}:{p.Value}")],

            // Files
            ["volumes"] = (_, h, v) => h.Binds = RunStructures.Volumes(v),
            ["volumes_from"] = (_, h, v) => h.VolumesFrom = v.Texts(),
            ["volume_driver"] = (_, h, v) => h.VolumeDriver = v.Text,
            ["mounts"] = (_, h, v) => h.Mounts = RunStructures.Mounts(v),
            ["tmpfs"] = (_, h, v) => h.Tmpfs = RunStructures.Tmpfs(v),
            ["read_only"] = (_, h, v) => h.ReadonlyRootfs = v.Flag(),
            ["shm_size"] = (_, h, v) => h.ShmSize = v.Size(),
            ["storage_opt"] = (_, h, v) => h.StorageOpt = v.Pairs(),

            // Memory and processors
            ["mem_limit"] = (_, h, v) => h.Memory = v.Size(),
            ["mem_reservation"] = (_, h, v) => h.MemoryReservation = v.Size(),
            ["mem_swappiness"] = (_, h, v) => h.MemorySwappiness = v.Integer(0, 100),
            ["memswap_limit"] = (_, h, v) => h.MemorySwap = v.Size(),
            ["oom_kill_disable"] = (_, h, v) => h.OomKillDisable = v.Flag(),
            ["oom_score_adj"] = (_, h, v) => h.OomScoreAdj = v.Integer(-1000, 1000),
            ["nano_cpus"] = (_, h, v) => h.NanoCPUs = v.Integer(0),
            ["cpu_count"] = (_, h, v) => h.CPUCount = v.Integer(0),
            ["cpu_percent"] = (_, h, v) => h.CPUPercent = v.Integer(0, 100),
            ["cpu_period"] = (_, h, v) => h.CPUPeriod = v.Integer(0),
            ["cpu_quota"] = (_, h, v) => h.CPUQuota = v.Integer(-1),
            ["cpu_shares"] = (_, h, v) => h.CPUShares = v.Integer(0),
            ["cpu_rt_period"] = (_, h, v) => h.CPURealtimePeriod = v.Integer(0),
            ["cpu_rt_runtime"] = (_, h, v) => h.CPURealtimeRuntime = v.Integer(0),
            ["cpuset_cpus"] = (_, h, v) => h.CpusetCpus = v.Text,
            ["cpuset_mems"] = (_, h, v) => h.CpusetMems = v.Text,
            ["pids_limit"] = (_, h, v) => h.PidsLimit = v.Integer(-1),
            ["ulimits"] = (_, h, v) => h.Ulimits = RunStructures.Ulimits(v),
            ["blkio_weight"] = (_, h, v) => h.BlkioWeight = (ushort)v.Integer(10, 1000),
            ["blkio_weight_device"] = (_, h, v) => h.BlkioWeightDevice = RunStructures.Weights(v),
            ["device_read_bps"] = (_, h, v) => h.BlkioDeviceReadBps = RunStructures.Rates(v),
            ["device_read_iops"] = (_, h, v) => h.BlkioDeviceReadIOps = RunStructures.Rates(v),
            ["device_write_bps"] = (_, h, v) => h.BlkioDeviceWriteBps = RunStructures.Rates(v),
            ["device_write_iops"] = (_, h, v) => h.BlkioDeviceWriteIOps = RunStructures.Rates(v),

            // Devices and rights
            ["devices"] = (_, h, v) => h.Devices = RunStructures.Devices(v),
            ["device_requests"] = (_, h, v) => h.DeviceRequests = RunStructures.DeviceRequests(v),
            ["device_cgroup_rules"] = (_, h, v) => h.DeviceCgroupRules = v.Texts(),
            ["privileged"] = (_, h, v) => h.Privileged = v.Flag(),
            ["cap_add"] = (_, h, v) => h.CapAdd = v.Texts(),
            ["cap_drop"] = (_, h, v) => h.CapDrop = v.Texts(),
            ["security_opt"] = (_, h, v) => h.SecurityOpt = v.Texts(),
            ["group_add"] = (_, h, v) => h.GroupAdd = v.Texts(),
            ["sysctls"] = (_, h, v) => h.Sysctls = v.Pairs(),

            // Namespaces
            ["cgroup_parent"] = (_, h, v) => h.CgroupParent = v.Text,
            ["cgroupns"] = (_, h, v) => h.CgroupnsMode = v.Text,
            ["ipc_mode"] = (_, h, v) => h.IpcMode = v.Text,
            ["pid_mode"] = (_, h, v) => h.PidMode = v.Text,
            ["userns_mode"] = (_, h, v) => h.UsernsMode = v.Text,
            ["uts_mode"] = (_, h, v) => h.UTSMode = v.Text,
            ["isolation"] = (_, h, v) => h.Isolation = v.Text,
            ["runtime"] = (_, h, v) => h.Runtime = v.Text,

            // Which output run() hands back when it waits for the end, which MLEM never does
            ["stdout"] = (_, _, v) => v.Flag(),
            ["stderr"] = (_, _, v) => v.Flag(),
            ["stream"] = (_, _, v) => v.Flag(),
        };

    /// <summary>Names of <c>run()</c> that the deployment itself decides, with the field that does.</summary>
    public static readonly IReadOnlyDictionary<string, string> Decided = new Dictionary<string, string>
    {
        ["name"] = "container_name",
        ["image"] = "image",
        ["ports"] = "ports",
        ["auto_remove"] = "rm",
        ["remove"] = "rm",
        ["detach"] = Messages.DeploymentWhichAlwaysRunsInBackground,
        ["version"] = Messages.EngineWhoseNewestVersionOfAPI,
    };

    /// <summary>Names of <c>run()</c> that do nothing any more, or cannot be done here, with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> Refused = new Dictionary<string, string>
    {
        ["init_path"] = Messages.NoDockerEngineSince1705,
        ["kernel_memory"] = Messages.LinuxKernelAndDockerEngineHave,
        ["lxc_conf"] = Messages.NoDockerEngineSince110,
        ["mac_address"] = Messages.NotEveryDockerEngineTakesIt,
    };
}
