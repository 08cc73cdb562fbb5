using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Mlem.Docker.Deployment;

namespace Mlem.Docker.Tests.Deployment;

/// <summary>A declaration as a service: what goes where, and what a swarm cannot.</summary>
public sealed class ServiceDeclarationTests
{
    [Theory]
    [InlineData("environment", """{"A": "1"}""", "ContainerSpec", """{"Env":["A=1"]}""")]
    [InlineData("entrypoint", "sh -c", "ContainerSpec", """{"Command":["sh","-c"]}""")]
    [InlineData("command", "serve --now", "ContainerSpec", """{"Args":["serve","--now"]}""")]
    [InlineData("user", "1000:1000", "ContainerSpec", """{"User":"1000:1000"}""")]
    [InlineData("read_only", "true", "ContainerSpec", """{"ReadOnly":true}""")]
    [InlineData("hostname", "h", "ContainerSpec", """{"Hostname":"h"}""")]
    [InlineData("extra_hosts", """{"db": "10.0.0.1"}""", "ContainerSpec", """{"Hosts":["10.0.0.1 db"]}""")]
    [InlineData("group_add", "[\"video\"]", "ContainerSpec", """{"Groups":["video"]}""")]
    [InlineData("dns", "[\"1.1.1.1\"]", "ContainerSpec", """{"DNSConfig":{"Nameservers":["1.1.1.1"]}}""")]
    [InlineData("cap_add", "[\"net_admin\"]", "ContainerSpec", """{"CapabilityAdd":["CAP_NET_ADMIN"]}""")]
    [InlineData("cap_drop", "[\"ALL\"]", "ContainerSpec", """{"CapabilityDrop":["ALL"]}""")]
    [InlineData("ulimits", """[{"Name": "nofile", "Soft": 1024, "Hard": 2048}]""", "ContainerSpec", """{"Ulimits":[{"Name":"nofile","Soft":1024,"Hard":2048}]}""")]
    [InlineData("volumes", "[\"data:/data:ro\"]", "ContainerSpec", """{"Mounts":[{"Type":"volume","Source":"data","Target":"/data","ReadOnly":true}]}""")]
    [InlineData("volumes", """{"/srv": {"bind": "/in", "mode": "rw"}}""", "ContainerSpec", """{"Mounts":[{"Type":"bind","Source":"/srv","Target":"/in"}]}""")]
    [InlineData("tmpfs", """{"/run": "size=64m,mode=1777"}""", "ContainerSpec", """{"Mounts":[{"Type":"tmpfs","Target":"/run","TmpfsOptions":{"SizeBytes":67108864,"Mode":1023}}]}""")]
    [InlineData("mounts", """[{"type": "tmpfs", "target": "/t", "tmpfs_size": "1m"}]""", "ContainerSpec", """{"Mounts":[{"Type":"tmpfs","Target":"/t","TmpfsOptions":{"SizeBytes":1048576}}]}""")]
    [InlineData("mounts", """[{"source": "v", "target": "/v", "no_copy": true}]""", "ContainerSpec", """{"Mounts":[{"Type":"volume","Source":"v","Target":"/v","VolumeOptions":{"NoCopy":true}}]}""")]
    [InlineData("labels", """{"team": "red"}""", "ContainerSpec", """{"Labels":{"team":"red"}}""")]
    [InlineData("healthcheck", """{"test": "true", "interval": 1000000000, "retries": 2}""", "ContainerSpec", """{"Healthcheck":{"Test":["CMD-SHELL","true"],"Interval":1000000000,"Retries":2}}""")]
    [InlineData("mem_limit", "64m", "Resources", """{"Limits":{"MemoryBytes":67108864}}""")]
    [InlineData("mem_reservation", "32m", "Resources", """{"Reservations":{"MemoryBytes":33554432}}""")]
    [InlineData("nano_cpus", "1500000000", "Resources", """{"Limits":{"NanoCPUs":1500000000}}""")]
    [InlineData("pids_limit", "100", "Resources", """{"Limits":{"Pids":100}}""")]
    [InlineData("restart_policy", """{"Name": "on-failure", "MaximumRetryCount": 3}""", "RestartPolicy", """{"Condition":"on-failure","MaxAttempts":3}""")]
    [InlineData("restart_policy", """{"Name": "no"}""", "RestartPolicy", """{"Condition":"none"}""")]
    [InlineData("log_config", """{"type": "json-file", "config": {"max-size": "1m"}}""", "LogDriver", """{"Name":"json-file","Options":{"max-size":"1m"}}""")]
    [InlineData("platform", "linux/amd64", "Placement", """{"Platforms":[{"OS":"linux","Architecture":"amd64"}]}""")]
    public void A_run_parameter_is_where_a_swarm_has_it(string name, string value, string place, string expected)
    {
        var parameters = new Dictionary<string, string> { [name] = value };
        ServiceLimits.Check(parameters, [], new System.Version(1, 41));
        JsonNode spec = Build(parameters, []);
        Assert.True(ServiceDifference.Covers(spec["TaskTemplate"]![place], JsonNode.Parse(expected)), spec.ToJsonString());
    }

    [Fact]
    public void Policies_ports_and_secrets_are_written_with_their_defaults()
    {
        var options = new DockerServiceOptions
        {
            UpdateParallelism = 2,
            UpdateDelay = TimeSpan.FromSeconds(3),
            Secrets = [ServiceSecret.Parse("key=token")],
            Constraints = ["node.role==worker"],
        };
        JsonNode spec = Build([], ["8080:80", "53/udp"], options);
        Covers(spec["UpdateConfig"], """{"Parallelism":2,"Delay":3000000000,"FailureAction":"rollback","Monitor":5000000000,"Order":"start-first"}""");
        Covers(spec["Mode"], """{"Replicated":{"Replicas":3}}""");
        Covers(spec["TaskTemplate"]!["RestartPolicy"], """{"Condition":"any","Delay":5000000000}""");
        Covers(spec["TaskTemplate"]!["Placement"], """{"Constraints":["node.role==worker"]}""");
        Covers(spec["EndpointSpec"], """
            {"Ports":[{"Protocol":"tcp","TargetPort":80,"PublishedPort":8080,"PublishMode":"ingress"},
                      {"Protocol":"udp","TargetPort":53,"PublishMode":"ingress"}]}
            """);
        Covers(spec["TaskTemplate"]!["ContainerSpec"]!["Secrets"], """
            [{"SecretID":"id1","SecretName":"key","File":{"Name":"token","UID":"0","GID":"0","Mode":292}}]
            """);
    }

    [Fact]
    public void Two_tasks_never_want_the_same_port_of_a_machine()
    {
        var host = new DockerServiceOptions { PortMode = ServicePortMode.Host };
        Assert.Equal("stop-first", (string?)Build([], ["8080:80"], host)["UpdateConfig"]!["Order"]);
        Assert.Equal("start-first", (string?)Build([], ["80"], host)["UpdateConfig"]!["Order"]);
        RunParameters parameters = RunParameters.Parse(new Dictionary<string, string>(), ["8080:80"]);
        MlemException error = Assert.Throws<MlemException>(
            () => new ServiceDeclaration(parameters, host with { UpdateOrder = ServiceUpdateOrder.StartFirst }).Check());
        Assert.Equal("ServiceOptionsConflict", error.ErrorId);
    }

    [Fact]
    public void Only_what_the_tasks_are_made_of_gives_another_version()
    {
        string version = Version(Build([], []));
        Assert.Equal(version, Version(Build([], ["8080:80"], new DockerServiceOptions { UpdateDelay = TimeSpan.FromSeconds(9) })));
        Assert.NotEqual(version, Version(Build(new() { ["user"] = "me" }, [])));
    }

    [Theory]
    [InlineData("privileged", "true")]
    [InlineData("devices", "[\"/dev/fuse\"]")]
    [InlineData("device_requests", "[{\"count\": -1}]")]
    [InlineData("shm_size", "1g")]
    [InlineData("cpuset_cpus", "0")]
    [InlineData("security_opt", "[\"no-new-privileges\"]")]
    [InlineData("network_mode", "host")]
    [InlineData("network_mode", "container:other")]
    [InlineData("network", "none")]
    public void What_a_swarm_cannot_is_refused_by_name(string name, string value)
    {
        MlemException error = Assert.Throws<MlemException>(
            () => ServiceLimits.Check(new Dictionary<string, string> { [name] = value }, [], new System.Version(1, 41)));
        Assert.Equal(("ServiceParameterNotSupported", name), (error.ErrorId, error.Target));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Recommendation);
    }

    [Fact]
    public void Every_run_parameter_is_written_or_refused()
    {
        string[] written =
        [
            "cap_add", "cap_drop", "command", "dns", "dns_opt", "dns_search", "entrypoint", "environment", "extra_hosts", "group_add", "healthcheck",
            "hostname", "init", "isolation", "labels", "log_config", "mem_limit", "mem_reservation", "mounts", "nano_cpus", "network", "network_mode",
            "pids_limit", "platform", "read_only", "restart_policy", "stdin_open", "stop_signal", "sysctls", "tmpfs", "tty", "ulimits", "user", "volumes", "working_dir",
        ];

        // Of run()'s own output, not the container's: they do nothing for a container either.
        string[] idle = ["stderr", "stdout", "stream"];
        IEnumerable<string> refused = RunParameters.ValidNames.Where(n => Record.Exception(
            () => ServiceLimits.Check(new Dictionary<string, string> { [n] = "x" }, [], new System.Version(1, 41))) is not null);
        Assert.Equal(RunParameters.ValidNames.Order(), written.Concat(idle).Concat(refused).Order());
    }

    [Theory]
    [InlineData("cap_add", "1.40", true)]
    [InlineData("cap_add", "1.41", false)]
    [InlineData("sysctls", "1.39", true)]
    public void What_an_old_Engine_would_leave_out_silently_is_refused(string name, string api, bool refused) => Assert.Equal(
        refused,
        Record.Exception(() => ServiceLimits.Check(new Dictionary<string, string> { [name] = "[]" }, [], System.Version.Parse(api))) is MlemException);

    [Theory]
    [InlineData("""{"a":1,"b":[{"c":2,"d":3}]}""", """{"b":[{"c":2}]}""", true)]
    [InlineData("""{"a":1}""", """{"a":2}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", false)]
    [InlineData("""{"a":1}""", """{"b":1}""", false)]
    [InlineData("""{"a":1}""", """{"b":false,"c":0,"d":[],"e":{"f":""}}""", true)]
    [InlineData("""{"a":1}""", """{"a":0}""", false)]
    public void The_swarm_s_own_defaults_are_no_difference(string live, string wanted, bool same) =>
        Assert.Equal(same, ServiceDifference.Covers(JsonNode.Parse(live), JsonNode.Parse(wanted)));

    [Fact]
    public void Options_are_remembered_without_values_of_secrets()
    {
        var options = new DockerServiceOptions
        {
            Replicas = 3,
            UpdateOrder = ServiceUpdateOrder.StopFirst,
            UpdateDelay = TimeSpan.FromSeconds(2),
            Secrets = [new ServiceSecret("file", "name") { Value = "hidden"u8.ToArray() }],
        };
        string label = options.ToLabel();
        Assert.DoesNotContain("hidden", label, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("hidden"u8), label, StringComparison.Ordinal);
        DockerServiceOptions read = new DockerServiceOptions { UpdateDelay = TimeSpan.Zero }.Over(DockerServiceOptions.FromLabel(label));
        Assert.Equal(
            (null, ServiceUpdateOrder.StopFirst, TimeSpan.Zero, "name=file"),
            (read.Replicas, read.UpdateOrder, read.UpdateDelay, read.Secrets!.Single().ToString()));
        Assert.Null(DockerServiceOptions.FromLabel("no json").UpdateOrder);
    }

    [Theory]
    [InlineData("key", "key", "key")]
    [InlineData("key=file", "key", "file")]
    [InlineData("key=/etc/a=b", "key", "/etc/a=b")]
    public void A_secret_is_named_with_or_without_a_target(string text, string name, string target) =>
        Assert.Equal((name, target), (ServiceSecret.Parse(text).Name, ServiceSecret.Parse(text).Target));

    private static JsonNode Build(Dictionary<string, string> parameters, string[] ports, DockerServiceOptions? options = null) => AsSent(
        new ServiceDeclaration(RunParameters.Parse(parameters, ports), options ?? new()).Build(new ServiceParts(
            "svc", "sha256:1", 3, new Dictionary<string, string>(), null, null, null, new Dictionary<string, string> { ["key"] = "id1" }, 0)).Spec);

    // The client's own serializer, which no call of its own shows.
    private static JsonNode AsSent(ServiceSpec spec)
    {
        Type serializer = typeof(ServiceSpec).Assembly.GetType("Docker.DotNet.JsonSerializer", throwOnError: true)!;
        object one = serializer.GetProperty("Instance")!.GetValue(null)!;
        return JsonNode.Parse((string)serializer.GetMethod("Serialize", [typeof(object), typeof(Type)])!.Invoke(one, [spec, spec.GetType()])!)!;
    }

    private static string Version(JsonNode spec) => (string)spec["TaskTemplate"]!["ContainerSpec"]!["Labels"]!["mlem.service_version"]!;

    private static void Covers(JsonNode? all, string part) =>
        Assert.True(ServiceDifference.Covers(all, JsonNode.Parse(part)), all?.ToJsonString());
}
