using System.Text.Json;
using Docker.DotNet.Models;
using Mlem.Docker.Building;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Building;

/// <summary>What was asked for is compared with what came.</summary>
public sealed class WishTests
{
    [Theory]
    [InlineData("linux/amd64", "linux", "amd64", true)]
    [InlineData("linux/arm64/v8", "linux", "arm64", true)]
    [InlineData("linux/aarch64", "linux", "arm64", true)]
    [InlineData("arm64", "linux", "arm64", true)]
    [InlineData("linux", "linux", "amd64", true)]
    [InlineData("LINUX/X86_64", "linux", "amd64", true)]
    [InlineData("linux/arm64", "", "", true)]
    [InlineData("linux/arm64", "linux", "amd64", false)]
    [InlineData("windows/amd64", "linux", "amd64", false)]
    [InlineData("linux/386", "linux", "amd64", false)]
    public void A_platform_is_the_one_that_was_asked_for_whatever_it_is_called(string wanted, string system, string architecture, bool fits)
    {
        Assert.Equal(fits, ImagePlatform.Fits(wanted, system, architecture));
        var image = new EngineImage { Id = "sha256:1", OperatingSystem = system, Architecture = architecture };
        if (fits)
            ImagePlatform.Ensure(wanted, image, "a:1");
        else
            Assert.Equal("ImagePlatformMismatch", Assert.Throws<MlemException>(() => ImagePlatform.Ensure(wanted, image, "a:1")).ErrorId);
    }

    [Fact]
    public void What_the_Engine_left_out_is_named()
    {
        var ports = new Dictionary<string, IList<PortBinding>> { ["8080/tcp"] = [new PortBinding { HostPort = "8080" }] };
        var wanted = Wanted(new HostConfig { DeviceRequests = [new DeviceRequest { Count = -1 }], Memory = 1 << 26, NanoCPUs = 500_000_000, PidsLimit = 50, PortBindings = ports });
        Assert.True(IgnoredWishes.Has(wanted));
        Assert.Empty(IgnoredWishes.Find(wanted, Made(wanted.HostConfig!)));
        // As Podman 5.4 answers for GPUs: nothing said, nothing done.
        Assert.Equal(
            ["The Engine ignored the request for GPUs (DeviceRequests). The container starts without them."],
            IgnoredWishes.Find(wanted, Made(new HostConfig { Memory = 1 << 26, NanoCPUs = 500_000_000, PidsLimit = 50, PortBindings = ports })));
        Assert.Equal(5, IgnoredWishes.Find(wanted, Made(new HostConfig())).Count());
        Assert.False(IgnoredWishes.Has(Wanted(new HostConfig())));
        Assert.False(IgnoredWishes.Has(new CreateContainerParameters()));
        Assert.Empty(IgnoredWishes.Find(new CreateContainerParameters(), Made(new HostConfig())));
    }

    [Fact]
    public void In_a_network_without_ports_of_its_own_no_port_is_missed()
    {
        var ports = new Dictionary<string, IList<PortBinding>> { ["8080/tcp"] = [new PortBinding()] };
        foreach (string mode in (string[])["host", "none", "container:other"])
            Assert.Empty(IgnoredWishes.Find(Wanted(new HostConfig { NetworkMode = mode, PortBindings = ports }), Made(new HostConfig { NetworkMode = mode })));
    }

    // Podman names every runtime "oci" in Docker's form of the answer, and the right one in its own.
    [Theory]
    [InlineData("runc", """{"OCIRuntime": "runc"}""", null)]
    [InlineData("/usr/bin/crun", """{"OCIRuntime": "crun"}""", null)]
    [InlineData("nvidia", """{"OCIRuntime": "runc"}""", "The Engine ignored the runtime nvidia and starts the container with its own.")]
    [InlineData("nvidia", null, "The Engine ignored the runtime nvidia and starts the container with its own.")]
    public void A_runtime_is_compared_with_the_one_that_runs(string runtime, string? podman, string? warning)
    {
        var wanted = Wanted(new HostConfig { Runtime = runtime });
        Assert.True(IgnoredWishes.Has(wanted));
        JsonElement? own = podman is null ? null : JsonDocument.Parse(podman).RootElement;
        Assert.Equal(warning, IgnoredWishes.Find(wanted, Made(new HostConfig { Runtime = "oci" }), own).SingleOrDefault());
    }

    [Fact]
    public void Every_setting_of_the_table_that_is_missing_in_the_answer_is_named()
    {
        var host = new HostConfig
        {
            Init = true,
            ReadonlyRootfs = true,
            Privileged = true,
            PublishAllPorts = true,
            OomKillDisable = true,
            CgroupParent = "/a",
            CpusetCpus = "0",
            CpusetMems = "0",
            Isolation = "hyperv",
            DNS = ["1.1.1.1"],
            DNSOptions = ["ndots:1"],
            DNSSearch = ["a.b"],
            ExtraHosts = ["a:1.1.1.1"],
            Binds = ["v:/v"],
            VolumesFrom = ["other"],
            Tmpfs = new Dictionary<string, string> { ["/tmp"] = "" },
            SecurityOpt = ["no-new-privileges"],
            GroupAdd = ["100"],
            RestartPolicy = new RestartPolicy { Name = RestartPolicyKind.Always },
            LogConfig = new LogConfig { Type = "none" },
            IpcMode = "host",
            PidMode = "host",
            UTSMode = "host",
            NetworkMode = "none",
            Memory = 1 << 26,
            MemoryReservation = 1 << 25,
            MemorySwap = -1,
            MemorySwappiness = 30,
            NanoCPUs = 5,
            CPUCount = 1,
            CPUPercent = 50,
            CPUPeriod = 1,
            CPUQuota = 1,
            CPUShares = 1,
            CPURealtimePeriod = 1,
            CPURealtimeRuntime = 1,
            PidsLimit = 7,
            ShmSize = 9,
            OomScoreAdj = -5,
            BlkioWeight = 300,
            Ulimits = [new Ulimit()],
            BlkioWeightDevice = [new WeightDevice()],
            BlkioDeviceReadBps = [new ThrottleDevice()],
            BlkioDeviceWriteBps = [new ThrottleDevice()],
            BlkioDeviceReadIOps = [new ThrottleDevice()],
            BlkioDeviceWriteIOps = [new ThrottleDevice()],
        };
        var wanted = new CreateContainerParameters
        {
            User = "1",
            WorkingDir = "/srv",
            Hostname = "h",
            Domainname = "d",
            StopSignal = "SIGINT",
            Tty = true,
            OpenStdin = true,
            NetworkDisabled = true,
            Healthcheck = new HealthcheckConfig { Test = ["NONE"] },
            HostConfig = host,
        };
        // Those with a comparison of their own are asked for in other tests.
        string[] names = [.. WishTable.All.Select(wish => wish.Name).Except(["Devices", "CgroupnsMode", "VolumeDriver"])];
        string[] sentences = [.. IgnoredWishes.Find(wanted, Made(new HostConfig()))];
        Assert.All(names, name => Assert.Contains(sentences, s => s.Contains($" {name}. ", StringComparison.Ordinal)));
        Assert.Equal(names.Length + 1, sentences.Length);
        Assert.Contains(sentences, s => s.Contains("network_mode=none", StringComparison.Ordinal));
        Assert.Empty(IgnoredWishes.Find(wanted, new ContainerInspectResponse
        {
            HostConfig = host,
            Config = new ContainerConfig
            {
                User = "1",
                WorkingDir = "/srv",
                Hostname = "h",
                Domainname = "d",
                StopSignal = "2",
                Tty = true,
                OpenStdin = true,
                NetworkDisabled = true,
                Healthcheck = wanted.Healthcheck,
            },
        }));
    }

    [Theory]
    [InlineData("private", """{"HostConfig": {"CgroupMode": "host"}}""", true)]
    [InlineData("private", """{"HostConfig": {"CgroupMode": "private"}}""", false)]
    [InlineData("private", "{}", false)]
    public void The_namespace_of_control_groups_is_read_in_Podmans_own_answer(string wanted, string podman, bool ignored) => Assert.Equal(
        ignored ? ["The Engine ignored the setting CgroupnsMode. The container starts without it."] : [],
        IgnoredWishes.Find(Wanted(new HostConfig { CgroupnsMode = wanted }), Made(new HostConfig()), JsonDocument.Parse(podman).RootElement));

    [Theory]
    [InlineData("nfs", "local", true)]
    [InlineData("nfs", "nfs", false)]
    [InlineData("local", "local", false)]
    public void The_driver_of_a_volume_is_that_of_the_volume_that_was_made(string wanted, string made, bool ignored)
    {
        var host = new HostConfig { VolumeDriver = wanted, Binds = ["v:/v"] };
        var answer = Made(new HostConfig { Binds = host.Binds });
        answer.Mounts = [new MountPoint { Type = "volume", Driver = made }];
        Assert.Equal(ignored, IgnoredWishes.Find(Wanted(host), answer).Any());
    }

    [Fact]
    public void Build_checks_of_our_own_lines_are_not_shown_and_those_of_the_users_templates_are()
    {
        const string Own = "FROM python\nCOPY . ./\nCMD sh run.sh";
        const string Users = "FROM python\nENV TOKEN x\nCOPY . ./\nCMD sh run.sh";
        BuildCheck[] checks = [new("LegacyKeyValueFormat: … (line 2)", 2), new("JSONArgsRecommended: … (line 4)", 4), new("Beyond: … (line 9)", 9)];
        Assert.Equal(["LegacyKeyValueFormat: … (line 2)"], BuildChecks.OfTheUsers(checks, Users, Own));
    }

    private static CreateContainerParameters Wanted(HostConfig host) => new() { HostConfig = host };

    private static ContainerInspectResponse Made(HostConfig host) => new() { HostConfig = host };
}
