namespace Mlem.Docker.Tests.Exporting;

/// <summary>Declarations to export, and a value of each run parameter that a platform takes where it takes any.</summary>
internal static class Samples
{
    public const string Digest = "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    public static readonly IReadOnlyDictionary<string, string> Values = new Dictionary<string, string>
    {
        ["blkio_weight"] = "300",
        ["blkio_weight_device"] = "[{Path: /dev/sda, Weight: 200}]",
        ["cap_add"] = "[CAP_NET_ADMIN]",
        ["cap_drop"] = "[all]",
        ["cgroup_parent"] = "/m",
        ["cgroupns"] = "private",
        ["command"] = "[echo, \"$(HOME) $$ $x\"]",
        ["cpu_count"] = "2",
        ["cpu_percent"] = "50",
        ["cpu_period"] = "50000",
        ["cpu_quota"] = "25000",
        ["cpu_rt_period"] = "1000",
        ["cpu_rt_runtime"] = "900",
        ["cpu_shares"] = "512",
        ["cpuset_cpus"] = "0-1",
        ["cpuset_mems"] = "0",
        ["device_cgroup_rules"] = "[\"c 1:3 r\"]",
        ["device_read_bps"] = "[{Path: /dev/sda, Rate: 1000}]",
        ["device_read_iops"] = "[{Path: /dev/sda, Rate: 1000}]",
        ["device_requests"] = "[{count: 2, capabilities: [[gpu]]}]",
        ["device_write_bps"] = "[{Path: /dev/sda, Rate: 1000}]",
        ["device_write_iops"] = "[{Path: /dev/sda, Rate: 1000}]",
        ["devices"] = "[/dev/fuse]",
        ["dns"] = "[10.0.0.53]",
        ["dns_opt"] = "[\"ndots:2\"]",
        ["dns_search"] = "[example.com]",
        ["domainname"] = "example.com",
        ["entrypoint"] = "[/bin/sh]",
        ["environment"] = "{A: y, B: \"1e3\", C: \"a: b # c\", D: \"$(A)\"}",
        ["extra_hosts"] = "{db: 10.0.0.1}",
        ["group_add"] = "[\"44\"]",
        ["healthcheck"] = "{test: [CMD, /check], interval: 1500000000, timeout: 2000000000, retries: 4, start_period: 10000000000}",
        ["hostname"] = "model-host",
        ["init"] = "true",
        ["ipc_mode"] = "host",
        ["isolation"] = "default",
        ["labels"] = "{team: vision}",
        ["links"] = "{db: database}",
        ["log_config"] = "{type: json-file, config: {max-size: 1m}}",
        ["mem_limit"] = "512m",
        ["mem_reservation"] = "256m",
        ["mem_swappiness"] = "10",
        ["memswap_limit"] = "1g",
        ["mounts"] = "[{type: bind, source: /srv, target: /srv, read_only: true}, {type: tmpfs, target: /t, tmpfs_size: 1m}, {source: data, target: /d}]",
        ["nano_cpus"] = "1500000000",
        ["network"] = "bridge",
        ["network_disabled"] = "true",
        ["network_mode"] = "bridge",
        ["oom_kill_disable"] = "true",
        ["oom_score_adj"] = "100",
        ["pid_mode"] = "host",
        ["pids_limit"] = "100",
        ["platform"] = "linux/arm64/v8",
        ["privileged"] = "true",
        ["publish_all_ports"] = "true",
        ["read_only"] = "true",
        ["restart_policy"] = "{Name: always}",
        ["runtime"] = "nvidia",
        ["security_opt"] = "[no-new-privileges]",
        ["shm_size"] = "64m",
        ["stderr"] = "true",
        ["stdin_open"] = "true",
        ["stdout"] = "true",
        ["stop_signal"] = "SIGINT",
        ["storage_opt"] = "{size: 10G}",
        ["stream"] = "true",
        ["sysctls"] = "{net.core.somaxconn: \"1024\"}",
        ["tmpfs"] = "{/tmp: size=64m}",
        ["tty"] = "true",
        ["ulimits"] = "[{name: nofile, soft: 1024, hard: 2048}]",
        ["use_config_proxy"] = "true",
        ["user"] = "10001:0",
        ["userns_mode"] = "host",
        ["uts_mode"] = "host",
        ["volume_driver"] = "local",
        ["volumes"] = "[\"/data:/data:ro\", \"cache:/cache\"]",
        ["volumes_from"] = "[other]",
        ["working_dir"] = "/srv",
    };

    /// <summary>A declaration with its image.</summary>
    public static ExportInput Input(
        IReadOnlyDictionary<string, string>? parameters = null, IReadOnlyList<string>? ports = null, string name = "iris", string? image = "registry.example.com/team/iris@" + Digest) =>
        new(DockerContainer.Create(new DockerContainerOptions
        {
            ContainerName = name,
            Params = parameters ?? new Dictionary<string, string>(),
            Ports = ports ?? [],
            Server = Server.OfType("fastapi"),
        }))
        {
            Image = image is null ? null : DockerImage.FromReference(image),
            ModelHash = "92d7632d3ac6d8d33bb8a9d2a5e0a3c4",
        };

    /// <summary>One parameter.</summary>
    public static Dictionary<string, string> One(string name, string value) => new() { [name] = value };
}
