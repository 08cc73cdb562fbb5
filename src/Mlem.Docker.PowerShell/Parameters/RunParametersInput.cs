using System.Collections;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// The type of -Parameters. PowerShell completes the keys of a hashtable from the properties that a parameter's type
/// has: here they are the names that docker-py's run() knows. What is given is read by
/// <see cref="RunParametersTransformationAttribute"/>.
/// </summary>
public sealed class RunParametersInput
{
    /// <summary>Without a value.</summary>
    public RunParametersInput()
    {
    }

    internal RunParametersInput(IDictionary value) => Value = value;

    /// <summary>docker-py's <c>blkio_weight</c>.</summary>
    public object? blkio_weight { get; set; }

    /// <summary>docker-py's <c>blkio_weight_device</c>.</summary>
    public object? blkio_weight_device { get; set; }

    /// <summary>docker-py's <c>cap_add</c>.</summary>
    public object? cap_add { get; set; }

    /// <summary>docker-py's <c>cap_drop</c>.</summary>
    public object? cap_drop { get; set; }

    /// <summary>docker-py's <c>cgroup_parent</c>.</summary>
    public object? cgroup_parent { get; set; }

    /// <summary>docker-py's <c>cgroupns</c>.</summary>
    public object? cgroupns { get; set; }

    /// <summary>docker-py's <c>command</c>.</summary>
    public object? command { get; set; }

    /// <summary>docker-py's <c>cpu_count</c>.</summary>
    public object? cpu_count { get; set; }

    /// <summary>docker-py's <c>cpu_percent</c>.</summary>
    public object? cpu_percent { get; set; }

    /// <summary>docker-py's <c>cpu_period</c>.</summary>
    public object? cpu_period { get; set; }

    /// <summary>docker-py's <c>cpu_quota</c>.</summary>
    public object? cpu_quota { get; set; }

    /// <summary>docker-py's <c>cpu_rt_period</c>.</summary>
    public object? cpu_rt_period { get; set; }

    /// <summary>docker-py's <c>cpu_rt_runtime</c>.</summary>
    public object? cpu_rt_runtime { get; set; }

    /// <summary>docker-py's <c>cpu_shares</c>.</summary>
    public object? cpu_shares { get; set; }

    /// <summary>docker-py's <c>cpuset_cpus</c>.</summary>
    public object? cpuset_cpus { get; set; }

    /// <summary>docker-py's <c>cpuset_mems</c>.</summary>
    public object? cpuset_mems { get; set; }

    /// <summary>docker-py's <c>device_cgroup_rules</c>.</summary>
    public object? device_cgroup_rules { get; set; }

    /// <summary>docker-py's <c>device_read_bps</c>.</summary>
    public object? device_read_bps { get; set; }

    /// <summary>docker-py's <c>device_read_iops</c>.</summary>
    public object? device_read_iops { get; set; }

    /// <summary>docker-py's <c>device_requests</c>.</summary>
    public object? device_requests { get; set; }

    /// <summary>docker-py's <c>device_write_bps</c>.</summary>
    public object? device_write_bps { get; set; }

    /// <summary>docker-py's <c>device_write_iops</c>.</summary>
    public object? device_write_iops { get; set; }

    /// <summary>docker-py's <c>devices</c>.</summary>
    public object? devices { get; set; }

    /// <summary>docker-py's <c>dns</c>.</summary>
    public object? dns { get; set; }

    /// <summary>docker-py's <c>dns_opt</c>.</summary>
    public object? dns_opt { get; set; }

    /// <summary>docker-py's <c>dns_search</c>.</summary>
    public object? dns_search { get; set; }

    /// <summary>docker-py's <c>domainname</c>.</summary>
    public object? domainname { get; set; }

    /// <summary>docker-py's <c>entrypoint</c>.</summary>
    public object? entrypoint { get; set; }

    /// <summary>docker-py's <c>environment</c>.</summary>
    public object? environment { get; set; }

    /// <summary>docker-py's <c>extra_hosts</c>.</summary>
    public object? extra_hosts { get; set; }

    /// <summary>docker-py's <c>group_add</c>.</summary>
    public object? group_add { get; set; }

    /// <summary>docker-py's <c>healthcheck</c>.</summary>
    public object? healthcheck { get; set; }

    /// <summary>docker-py's <c>hostname</c>.</summary>
    public object? hostname { get; set; }

    /// <summary>docker-py's <c>init</c>.</summary>
    public object? init { get; set; }

    /// <summary>docker-py's <c>ipc_mode</c>.</summary>
    public object? ipc_mode { get; set; }

    /// <summary>docker-py's <c>isolation</c>.</summary>
    public object? isolation { get; set; }

    /// <summary>docker-py's <c>labels</c>.</summary>
    public object? labels { get; set; }

    /// <summary>docker-py's <c>links</c>.</summary>
    public object? links { get; set; }

    /// <summary>docker-py's <c>log_config</c>.</summary>
    public object? log_config { get; set; }

    /// <summary>docker-py's <c>mem_limit</c>.</summary>
    public object? mem_limit { get; set; }

    /// <summary>docker-py's <c>mem_reservation</c>.</summary>
    public object? mem_reservation { get; set; }

    /// <summary>docker-py's <c>mem_swappiness</c>.</summary>
    public object? mem_swappiness { get; set; }

    /// <summary>docker-py's <c>memswap_limit</c>.</summary>
    public object? memswap_limit { get; set; }

    /// <summary>docker-py's <c>mounts</c>.</summary>
    public object? mounts { get; set; }

    /// <summary>docker-py's <c>nano_cpus</c>.</summary>
    public object? nano_cpus { get; set; }

    /// <summary>docker-py's <c>network</c>.</summary>
    public object? network { get; set; }

    /// <summary>docker-py's <c>network_disabled</c>.</summary>
    public object? network_disabled { get; set; }

    /// <summary>docker-py's <c>network_mode</c>.</summary>
    public object? network_mode { get; set; }

    /// <summary>docker-py's <c>oom_kill_disable</c>.</summary>
    public object? oom_kill_disable { get; set; }

    /// <summary>docker-py's <c>oom_score_adj</c>.</summary>
    public object? oom_score_adj { get; set; }

    /// <summary>docker-py's <c>pid_mode</c>.</summary>
    public object? pid_mode { get; set; }

    /// <summary>docker-py's <c>pids_limit</c>.</summary>
    public object? pids_limit { get; set; }

    /// <summary>docker-py's <c>platform</c>.</summary>
    public object? platform { get; set; }

    /// <summary>docker-py's <c>privileged</c>.</summary>
    public object? privileged { get; set; }

    /// <summary>docker-py's <c>publish_all_ports</c>.</summary>
    public object? publish_all_ports { get; set; }

    /// <summary>docker-py's <c>read_only</c>.</summary>
    public object? read_only { get; set; }

    /// <summary>docker-py's <c>restart_policy</c>.</summary>
    public object? restart_policy { get; set; }

    /// <summary>docker-py's <c>runtime</c>.</summary>
    public object? runtime { get; set; }

    /// <summary>docker-py's <c>security_opt</c>.</summary>
    public object? security_opt { get; set; }

    /// <summary>docker-py's <c>shm_size</c>.</summary>
    public object? shm_size { get; set; }

    /// <summary>docker-py's <c>stderr</c>.</summary>
    public object? stderr { get; set; }

    /// <summary>docker-py's <c>stdin_open</c>.</summary>
    public object? stdin_open { get; set; }

    /// <summary>docker-py's <c>stdout</c>.</summary>
    public object? stdout { get; set; }

    /// <summary>docker-py's <c>stop_signal</c>.</summary>
    public object? stop_signal { get; set; }

    /// <summary>docker-py's <c>storage_opt</c>.</summary>
    public object? storage_opt { get; set; }

    /// <summary>docker-py's <c>stream</c>.</summary>
    public object? stream { get; set; }

    /// <summary>docker-py's <c>sysctls</c>.</summary>
    public object? sysctls { get; set; }

    /// <summary>docker-py's <c>tmpfs</c>.</summary>
    public object? tmpfs { get; set; }

    /// <summary>docker-py's <c>tty</c>.</summary>
    public object? tty { get; set; }

    /// <summary>docker-py's <c>ulimits</c>.</summary>
    public object? ulimits { get; set; }

    /// <summary>docker-py's <c>use_config_proxy</c>.</summary>
    public object? use_config_proxy { get; set; }

    /// <summary>docker-py's <c>user</c>.</summary>
    public object? user { get; set; }

    /// <summary>docker-py's <c>userns_mode</c>.</summary>
    public object? userns_mode { get; set; }

    /// <summary>docker-py's <c>uts_mode</c>.</summary>
    public object? uts_mode { get; set; }

    /// <summary>docker-py's <c>volume_driver</c>.</summary>
    public object? volume_driver { get; set; }

    /// <summary>docker-py's <c>volumes</c>.</summary>
    public object? volumes { get; set; }

    /// <summary>docker-py's <c>volumes_from</c>.</summary>
    public object? volumes_from { get; set; }

    /// <summary>docker-py's <c>working_dir</c>.</summary>
    public object? working_dir { get; set; }

    /// <summary>What was given.</summary>
    internal IDictionary Value { get; } = new Hashtable();
}
