using System.Text.Json;
using Docker.DotNet.Models;

namespace Mlem.Docker.Tests.Deployment;

public sealed class RunParameterTests
{
    public static TheoryData<string, string, string> Good => new()
    {
        { "mem_limit", "512m", "HostConfig.Memory=536870912" },
        { "mem_limit", "1.5g", "HostConfig.Memory=1610612736" },
        { "mem_limit", "1000", "HostConfig.Memory=1000" },
        { "memswap_limit", "-1", "HostConfig.MemorySwap=-1" },
        { "shm_size", "64MB", "HostConfig.ShmSize=67108864" },
        { "nano_cpus", "1500000000", "HostConfig.NanoCPUs=1500000000" },
        { "network_mode", "host", "HostConfig.NetworkMode=\"host\"" },
        { "read_only", "true", "HostConfig.ReadonlyRootfs=true" },
        { "privileged", "False", "HostConfig.Privileged=false" },
        { "user", "1000", "User=\"1000\"" },
        { "command", "sh -c \"echo 'a b'; sleep 1\"", "Cmd=[\"sh\",\"-c\",\"echo \\u0027a b\\u0027; sleep 1\"]" },
        { "command", "[\"a b\", \"c\"]", "Cmd=[\"a b\",\"c\"]" },
        { "environment", "{\"A\": \"1\", \"B\": 2}", "Env=[\"A=1\",\"B=2\"]" },
        { "environment", "[\"A=1=2\"]", "Env=[\"A=1=2\"]" },
        { "environment", "A=1", "Env=[\"A=1\"]" },
        { "cap_add", "[SYS_ADMIN, MKNOD]", "HostConfig.CapAdd=[\"SYS_ADMIN\",\"MKNOD\"]" },
        { "cap_add", "NET_ADMIN", "HostConfig.CapAdd=[\"NET_ADMIN\"]" },
        { "extra_hosts", "{\"db\": \"10.0.0.1\"}", "HostConfig.ExtraHosts=[\"db:10.0.0.1\"]" },
        { "volumes", "{\"/data\": {\"bind\": \"/mnt\", \"mode\": \"ro\"}}", "HostConfig.Binds=[\"/data:/mnt:ro\"]" },
        { "volumes", "[\"/data:/mnt\"]", "HostConfig.Binds=[\"/data:/mnt\"]" },
        { "environment", "{\"A\": null}", "Env=[\"A\"]" },
        { "tmpfs", "[\"/tmp:size=1m,mode=1777\", \"/run\"]", "HostConfig.Tmpfs={\"/tmp\":\"size=1m,mode=1777\",\"/run\":\"\"}" },
        { "tmpfs", "{\"/tmp\": \"size=1m\"}", "HostConfig.Tmpfs={\"/tmp\":\"size=1m\"}" },
        { "labels", "{\"a\": \"b\"}", "Labels={\"a\":\"b\"}" },
    };

    public static TheoryData<string, string> Bad => new()
    {
        { "mem_limit", "much" },
        { "mem_limit", "[1]" },
        { "nano_cpus", "1.5" },
        { "mem_swappiness", "101" },
        { "read_only", "perhaps" },
        { "cap_add", "{\"a\": 1}" },
        { "cap_add", "5" },
        { "environment", "word" },
        { "environment", "{\"A\": [1]}" },
        { "volumes", "{\"/data\": {\"mode\": \"ro\"}}" },
        { "volumes", "{\"/data\": {\"bind\": \"/mnt\", \"more\": 1}}" },
        { "restart_policy", "sometimes" },
        { "restart_policy", "{\"Name\": \"always\", \"Times\": 3}" },
        { "ulimits", "[1]" },
        { "command", "echo 'open" },
        { "healthcheck", "true" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void A_value_is_read_as_docker_py_takes_it(string name, string value, string expected)
    {
        CreateContainerParameters request = Build(new() { [name] = value });
        string[] parts = expected.Split('=', 2);
        object? at = request;
        foreach (string property in parts[0].Split('.'))
            at = at!.GetType().GetProperty(property)!.GetValue(at);
        Assert.Equal(parts[1], JsonSerializer.Serialize(at));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_value_of_the_wrong_kind_is_refused_with_its_name(string name, string value)
    {
        var error = Assert.Throws<MlemException>(() => Build(new() { [name] = value }));
        Assert.Equal("RunParameterInvalid", error.ErrorId);
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no_such_param")]
    [InlineData("auto_remove")]
    [InlineData("name")]
    [InlineData("kernel_memory")]
    [InlineData("MEM_LIMIT")]
    public void An_unknown_name_is_refused_with_the_names_there_are(string name)
    {
        var error = Assert.Throws<MlemException>(() => Build(new() { [name] = "1" }));
        Assert.Equal("RunParameterUnknown", error.ErrorId);
        Assert.Contains("cap_add, cap_drop", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void Structures_are_read_in_docker_pys_and_the_Engines_own_case()
    {
        CreateContainerParameters request = Build(new()
        {
            ["restart_policy"] = "{\"Name\": \"on-failure\", \"MaximumRetryCount\": 5}",
            ["ulimits"] = "[{name: nofile, soft: 1024, hard: 2048}, {\"Name\": \"core\", \"Hard\": 0}]",
            ["device_requests"] = "[{count: -1, capabilities: [[gpu]]}]",
            ["healthcheck"] = "{test: \"wget -q localhost\", interval: 1000000000, retries: 3}",
            ["mounts"] = "[{type: tmpfs, target: /t, tmpfs_size: 1m}, {source: v, target: /v, no_copy: true}]",
            ["devices"] = "[\"/dev/sda:/dev/xvda:r\", /dev/fuse]",
        });
        HostConfig host = request.HostConfig!;
        Assert.Equal((RestartPolicyKind.OnFailure, 5), (host.RestartPolicy!.Name, host.RestartPolicy.MaximumRetryCount));
        Assert.Equal([("nofile", 1024L, 2048L), ("core", 0, 0)], host.Ulimits!.Select(u => (u.Name!, u.Soft, u.Hard)));
        DeviceRequest gpu = Assert.Single(host.DeviceRequests!);
        Assert.Equal((-1, "gpu"), (gpu.Count, gpu.Capabilities![0][0]));
        Assert.Equal(["CMD-SHELL", "wget -q localhost"], request.Healthcheck!.Test!);
        Assert.Equal(TimeSpan.FromSeconds(1), request.Healthcheck.Interval);
        Assert.Equal(("/t", 1048576L), (host.Mounts![0].Target, host.Mounts[0].TmpfsOptions!.SizeBytes));
        Assert.Equal(("volume", true), (host.Mounts[1].Type, host.Mounts[1].VolumeOptions!.NoCopy));
        Assert.Equal([("/dev/xvda", "r"), ("/dev/fuse", "rwm")], host.Devices!.Select(d => (d.PathInContainer!, d.CgroupPermissions!)));
    }

    [Fact]
    public void AutoRemove_is_never_asked_for_and_our_labels_win()
    {
        CreateContainerParameters request = RunParameters.Parse(new Dictionary<string, string> { ["labels"] = "{a: b, ours: no}" }, ["8080:80", "80"])
            .Build("image", "name", new Dictionary<string, string> { ["ours"] = "yes" });
        Assert.False(request.HostConfig!.AutoRemove);
        Assert.Equal(("b", "yes"), (request.Labels!["a"], request.Labels["ours"]));
        Assert.Equal(["8080", ""], request.HostConfig.PortBindings!["80/tcp"].Select(b => b.HostPort!));
    }

    [Fact]
    public void Parameters_that_exclude_each_other_are_refused()
    {
        Assert.Throws<MlemException>(() => Build(new() { ["network"] = "a", ["network_mode"] = "b" }));
        Assert.Throws<MlemException>(() => RunParameters.Parse(new Dictionary<string, string> { ["network_mode"] = "host" }, ["80:80"]));
    }

    private static CreateContainerParameters Build(Dictionary<string, string> values) =>
        RunParameters.Parse(values, []).Build("image", "name", null);
}
