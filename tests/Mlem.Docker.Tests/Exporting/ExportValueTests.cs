using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Tests.Exporting;

/// <summary>Values that a platform would not load, would lose, or would read as something else.</summary>
public sealed class ExportValueTests
{
    private const string NotSupported = "ExportParameterNotSupported";

    [Theory]
    [InlineData("healthcheck", "{test: [curl, x]}")]
    [InlineData("environment", "[\"=x\"]")]
    [InlineData("labels", "{\"\": x}")]
    [InlineData("volumes", "[\":/c\"]")]
    [InlineData("volumes", "[\"/a:/c:ro:x\"]")]
    [InlineData("volumes", "[\"/a:\"]")]
    public void What_no_platform_can_hold_is_refused_by_both(string name, string value)
    {
        ExportInput input = Samples.Input(Samples.One(name, value));
        AssertRefused(NotSupported, name, () => ComposeExporter.Export([input]));
        AssertRefused(NotSupported, name, () => KubernetesExporter.Export(input));
    }

    [Theory]
    [InlineData("volumes", "[\"/tmp:/a\", \"/etc:/a/\"]")]
    [InlineData("volumes", "[\"/tmp:/a:bogus\"]")]
    [InlineData("volumes", "[\"/tmp:/a:RO\"]")]
    [InlineData("volumes", "[\"data:/a:ro,U\"]")]
    [InlineData("mounts", "[{source: data, target: /a, labels: {team: x}}, {source: data, target: /b, labels: {team: y}}]")]
    [InlineData("mounts", "[{source: data, target: /a}, {source: other, target: /a}]")]
    [InlineData("ulimits", "[{name: nofile, soft: 1, hard: 2}, {name: nofile, soft: 2, hard: 2}]")]
    [InlineData("device_requests", "[{count: 2, device_ids: [\"0\"], capabilities: [[gpu]]}]")]
    [InlineData("restart_policy", "{Name: always, MaximumRetryCount: 3}")]
    public void What_Compose_would_lose_or_refuse_names_the_parameter(string name, string value) =>
        AssertRefused(NotSupported, name, () => ComposeExporter.Export([Samples.Input(Samples.One(name, value))]));

    [Fact]
    public void A_volume_that_is_asked_for_twice_keeps_what_either_says()
    {
        ExportInput input = Samples.Input(new Dictionary<string, string>
        {
            ["volumes"] = "[\"data:/a\"]",
            ["volume_driver"] = "nfs",
            ["mounts"] = "[{source: data, target: /b, labels: {team: x}}, {source: data, target: /c}]",
        });
        string text = ComposeExporter.Export([input]).Text;
        Assert.Contains("  data:\n    name: data\n    driver: nfs\n    labels:\n      team: x\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_names_that_Compose_writes_alike_stay_two()
    {
        ExportInput Named(string name, string network) => new(DockerContainer.Create(new DockerContainerOptions
        {
            ContainerName = name,
            Params = new Dictionary<string, string> { ["network"] = network },
        }))
        {
            Image = new DockerImage("iris"),
        };
        string text = ComposeExporter.Export([Named("aa", "my net"), Named("bb", "my_net")]).Text;
        Assert.Contains("name: \"my net\"", text, StringComparison.Ordinal);
        Assert.Contains("name: my_net", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("group_add", "[\"5\", \"5\"]", "- \"5\"")]
    [InlineData("security_opt", "[\"no-new-privileges\", \"no-new-privileges\"]", "- no-new-privileges")]
    [InlineData("ulimits", "[{name: nofile, soft: 1, hard: 2}, {name: nofile, soft: 1, hard: 2}]", "nofile:")]
    public void What_an_Engine_takes_twice_and_Compose_does_not_is_written_once(string name, string value, string line)
    {
        string text = ComposeExporter.Export([Samples.Input(Samples.One(name, value))]).Text;
        Assert.Equal(2, text.Split(line).Length);
    }

    [Fact]
    public void A_secret_from_a_variable_is_refused_where_nothing_can_be_written()
    {
        ExportInput input = Samples.Input(Samples.One("read_only", "true")) with { Secrets = [new ServiceSecret("token", "env:TOKEN")] };
        AssertRefused("SecretInvalid", "token", () => ComposeExporter.Export([input]));
    }

    [Theory]
    [InlineData(0.5, "1s")]
    [InlineData(1.5, "2s")]
    [InlineData(30, "30s")]
    public void A_part_of_a_second_before_the_end_is_a_whole_one(double seconds, string written)
    {
        ExportInput input = Samples.Input(new Dictionary<string, string>()) with { StopGrace = TimeSpan.FromSeconds(seconds) };
        Assert.Contains($"stop_grace_period: \"{written}\"\n", ComposeExporter.Export([input]).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{test: [CMD, check], start_period: 5000000000, retries: 3}", 60)]
    [InlineData("{test: [CMD, check], interval: 100000000000, start_period: 5000000000, retries: 3}", 153)]
    [InlineData("{test: [CMD, check], start_period: 600000000000}", 345)]
    public void A_pod_has_as_long_to_start_as_Docker_waits_until_it_says_unhealthy(string check, int failures)
    {
        string text = KubernetesExporter.Export(Samples.Input(Samples.One("healthcheck", check))).Text;
        Assert.Contains($"periodSeconds: 2\n            timeoutSeconds: 30\n            failureThreshold: {failures}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_searches_32_names() => AssertRefused(NotSupported, "dns_search", () => KubernetesExporter.Export(
        Samples.Input(Samples.One("dns_search", $"[{string.Join(", ", Enumerable.Range(0, 33).Select(n => $"a{n}.b"))}]"))));

    [Theory]
    [InlineData("platform", "plan9/amd64")]
    [InlineData("platform", "linux/arm/v7")]
    [InlineData("platform", "armhf")]
    [InlineData("platform", "a b")]
    [InlineData("platform", "linux/")]
    [InlineData("platform", "linux/amd64/v3")]
    [InlineData("extra_hosts", "{db: \"127.1\"}")]
    [InlineData("extra_hosts", "{db: \"010.0.0.1\"}")]
    [InlineData("extra_hosts", "{db: \"fe80::1%eth0\"}")]
    [InlineData("extra_hosts", "{db: \"[::1]\"}")]
    [InlineData("dns", "[dns.example.com]")]
    [InlineData("dns_opt", "[\"\"]")]
    [InlineData("dns_opt", "[\":2\"]")]
    [InlineData("user", "2147483648")]
    [InlineData("restart_policy", "{Name: always, MaximumRetryCount: 3}")]
    [InlineData("user", "1:2147483648")]
    [InlineData("group_add", "[\"4294967295\"]")]
    [InlineData("volumes", "[\"/a/../b:/c\"]")]
    [InlineData("healthcheck", "{test: x, retries: 2147483648}")]
    [InlineData("healthcheck", "{test: x, start_period: 9223372036854775807}")]
    [InlineData("healthcheck", "{test: x, interval: 9223372036854775807}")]
    [InlineData("cap_add", "[\"x y\"]")]
    [InlineData("cap_drop", "[\"\"]")]
    public void What_Kubernetes_refuses_names_the_parameter(string name, string value) =>
        AssertRefused(NotSupported, name, () => KubernetesExporter.Export(Samples.Input(Samples.One(name, value))));

    [Theory]
    [InlineData("extra_hosts", "{my_host: 10.0.0.1}", "my_host")]
    [InlineData("dns_search", "[a_b]", "a_b")]
    [InlineData("dns_search", "[\"\"]", "")]
    [InlineData("sysctls", "{A B: \"1\"}", "A B")]
    [InlineData("environment", "{..: x}", "..")]
    [InlineData("environment", "{..x: x}", "..x")]
    [InlineData("mounts", "[{source: my_data, target: /d}]", "my_data", "params.mounts")]
    public void A_name_that_Kubernetes_refuses_names_its_field(string name, string value, string bad, string? field = null)
    {
        string message = AssertRefused("KubernetesNameInvalid", bad, () => KubernetesExporter.Export(Samples.Input(Samples.One(name, value)))).Message;
        Assert.Contains(field ?? $"params.{name}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arm64", "arm64")]
    [InlineData("Linux/AMD64", "amd64")]
    [InlineData("linux/x86_64", "amd64")]
    [InlineData("linux/aarch64", "arm64")]
    [InlineData("linux/arm64/v8", "arm64")]
    [InlineData("i386", "\"386\"")]
    public void A_platform_is_read_as_containerd_reads_it(string platform, string architecture)
    {
        string text = KubernetesExporter.Export(Samples.Input(Samples.One("platform", platform))).Text;
        Assert.Contains($"kubernetes.io/os: linux\n        kubernetes.io/arch: {architecture}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_of_an_Ingress_is_no_address() => AssertRefused(
        "KubernetesNameInvalid", "10.0.0.1", () => KubernetesExporter.Export(Samples.Input(), new() { IngressHost = "10.0.0.1" }));

    [Theory]
    [InlineData("db/..x", "KubernetesNameInvalid")]
    [InlineData("db/x=../y", "SecretInvalid")]
    [InlineData("a\nb=t", "ExportSecretHasValue")]
    public void A_secret_that_cannot_be_is_named(string secret, string id) => Assert.Equal(id, Assert.Throws<MlemException>(
        () => KubernetesExporter.Export(Samples.Input() with { Secrets = [ServiceSecret.Parse(secret)] })).ErrorId);

    [Fact]
    public void Two_secrets_are_never_one_file()
    {
        ExportInput input = Samples.Input() with { Secrets = [new("t", "./a"), new("t", "./b")] };
        AssertRefused("SecretInvalid", "t", () => ComposeExporter.Export([input]));
        AssertRefused("SecretInvalid", "/run/secrets/t", () => KubernetesExporter.Export(
            Samples.Input() with { Secrets = [ServiceSecret.Parse("a/x=t"), ServiceSecret.Parse("b/y=/run/secrets/t")] }));
        AssertRefused("SecretInvalid", "t", () => ComposeExporter.Export([Samples.Input() with { Secrets = [new("t", "env:")] }]));
    }

    [Fact]
    public void Several_that_are_refused_are_named_together_in_one_order()
    {
        var given = new Dictionary<string, string> { ["pids_limit"] = "5", ["ipc_mode"] = "host", ["cpu_shares"] = "5" };
        MlemException error = AssertRefused(NotSupported, "cpu_shares", () => KubernetesExporter.Export(Samples.Input(given)));
        Assert.All(given.Keys, name => Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_hardened_is_not_root() => AssertRefused(NotSupported, "user", () => KubernetesExporter.Export(Samples.Input(
        new Dictionary<string, string> { ["read_only"] = "true", ["cap_drop"] = "[ALL]", ["user"] = "0" })));

    [Fact]
    public void A_dollar_of_a_probe_is_a_dollar()
    {
        string text = KubernetesExporter.Export(Samples.Input(new Dictionary<string, string>
        {
            ["healthcheck"] = "{test: [CMD, \"$(A)\", \"$$\", \"$(date)\"]}",
            ["environment"] = "{A: b}",
        })).Text;
        foreach (string word in (string[])["\"$$(A)\"", "\"$$$$\"", "\"$(date)\""])
            Assert.Contains($"- {word}\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:80:8080")]
    [InlineData("[::]:80:8080")]
    public void All_addresses_are_what_a_Service_has(string port) => Assert.Equal(
        KubernetesExporter.Export(Samples.Input(ports: ["80:8080"])).Text, KubernetesExporter.Export(Samples.Input(ports: [port])).Text);

    [Theory]
    [InlineData("0.0.0.0:80:80", "[::]:80:80", false)]
    [InlineData("127.0.0.1:80:80", "[::]:80:80", false)]
    [InlineData("[::1]:80:80", "[::]:80:80", true)]
    [InlineData("80:80", "[::1]:80:80", true)]
    public void Ports_of_two_families_do_not_meet(string one, string other, bool meet) => Assert.Equal(
        meet ? "ExportPortConflict" : null,
        (Record.Exception(() => ComposeExporter.Export([Samples.Input(ports: [one]), Samples.Input(ports: [other], name: "taxi")])) as MlemException)?.ErrorId);

    [Theory]
    [InlineData("memswap_limit", "-1", "memswap_limit: -1\n")]
    [InlineData("healthcheck", "{test: x, interval: 1500000}", "interval: \"1500us\"\n")]
    [InlineData("healthcheck", "{test: x, interval: 9223372036854775807}", "interval: \"9223372036854775800ns\"\n")]
    public void Compose_reads_a_number_as_it_is(string name, string value, string written) => Assert.Contains(
        written, ComposeExporter.Export([Samples.Input(Samples.One(name, value))]).Text, StringComparison.Ordinal);

    [Fact]
    public void What_Compose_reads_as_nothing_is_left_out_or_refused()
    {
        Assert.DoesNotContain("mem_limit", ComposeExporter.Export([Samples.Input(Samples.One("mem_limit", "-1"))]).Text, StringComparison.Ordinal);
        AssertRefused(NotSupported, "mem_swappiness", () => ComposeExporter.Export([Samples.Input(Samples.One("mem_swappiness", "0"))]));
    }

    [Fact]
    public void The_check_of_an_image_stays_and_ours_asks_seldom()
    {
        Assert.Null(Service(Samples.Input() with { ImageHasHealthcheck = true }).Mapping("healthcheck"));
        YamlMapping ours = Service(Samples.Input()).Mapping("healthcheck")!;
        Assert.Equal(("10s", "500ms"), (ours.Text("interval"), ours.Text("start_interval")));
        Assert.NotNull(Service(Samples.Input(Samples.One("healthcheck", "{test: x}")) with { ImageHasHealthcheck = true }).Mapping("healthcheck"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("-x")]
    public void A_name_that_Docker_refuses_is_none_in_Compose(string name) =>
        AssertRefused("ContainerNameInvalid", name, () => ComposeExporter.Export([Samples.Input(name: name)]));

    [Fact]
    public void An_autoscalers_share_needs_an_autoscaler() =>
        AssertRefused("KubernetesOptionsConflict", "TargetCpuPercent", () => KubernetesExporter.Export(Samples.Input(), new() { TargetCpuPercent = 50 }));

    private static YamlMapping Service(ExportInput input) =>
        ((YamlMapping)MlemYaml.Read(ComposeExporter.Export([input]).Text, "compose.yaml")).Mapping("services")!.Mapping("iris")!;

    private static MlemException AssertRefused(string id, string target, Action action)
    {
        var error = Assert.Throws<MlemException>(action);
        Assert.Equal((id, target), (error.ErrorId, error.Target));
        Assert.False(string.IsNullOrEmpty(error.Recommendation));
        return error;
    }
}
