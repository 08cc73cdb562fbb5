namespace Mlem.Docker.Tests.Exporting;

/// <summary>What Kubernetes cannot take is an error that names the field.</summary>
public sealed class KubernetesInputTests
{
    [Theory]
    [InlineData("Iris")]
    [InlineData("iris_model")]
    [InlineData("1iris")]
    [InlineData("iris.v1")]
    public void A_name_that_Kubernetes_refuses_names_container_name(string name) =>
        Fails(() => KubernetesExporter.Export(Samples.Input(name: name)), "KubernetesNameInvalid", "container_name", name);

    [Fact]
    public void A_missing_digest_names_the_image() => Fails(
        () => KubernetesExporter.Export(Samples.Input(image: "registry.example.com/team/iris:1.0")), "ImageDigestMissing", "digest", "registry.example.com/team/iris:1.0");

    [Theory]
    [InlineData("environment", "{\"A B\": c}", "KubernetesNameInvalid", "params.environment")]
    [InlineData("environment", "[A]", "ExportParameterNotSupported", "environment")]
    [InlineData("labels", "{\"a b\": c}", "KubernetesNameInvalid", "params.labels")]
    [InlineData("labels", "{a: \"b c\"}", "KubernetesNameInvalid", "params.labels")]
    [InlineData("labels", "{app.kubernetes.io/name: other}", "ExportParameterNotSupported", "labels")]
    [InlineData("hostname", "My_Host", "KubernetesNameInvalid", "params.hostname")]
    [InlineData("volumes", "[\"my_data:/data\"]", "KubernetesNameInvalid", "params.volumes")]
    [InlineData("volumes", "[\"/a:/data:z\"]", "ExportParameterNotSupported", "volumes")]
    [InlineData("volumes", "[\"/a:/data\", \"/b:/data/\"]", "ExportParameterNotSupported", "volumes")]
    [InlineData("user", "app", "ExportParameterNotSupported", "user")]
    [InlineData("group_add", "[video]", "ExportParameterNotSupported", "group_add")]
    [InlineData("network", "mine", "ExportParameterNotSupported", "network")]
    [InlineData("network_mode", "host", "ExportParameterNotSupported", "network_mode")]
    [InlineData("restart_policy", "no", "ExportParameterNotSupported", "restart_policy")]
    [InlineData("device_requests", "[{count: -1, capabilities: [[gpu]]}]", "ExportParameterNotSupported", "device_requests")]
    [InlineData("device_requests", "[{device_ids: [\"0\"], capabilities: [[gpu]]}]", "ExportParameterNotSupported", "device_requests")]
    [InlineData("security_opt", "[\"apparmor=mine\"]", "ExportParameterNotSupported", "security_opt")]
    [InlineData("extra_hosts", "{host: host-gateway}", "ExportParameterNotSupported", "extra_hosts")]
    [InlineData("dns", "[1.1.1.1, 1.1.1.2, 1.1.1.3, 1.1.1.4]", "ExportParameterNotSupported", "dns")]
    [InlineData("tmpfs", "{/tmp: mode=1777}", "ExportParameterNotSupported", "tmpfs")]
    [InlineData("healthcheck", "{interval: 1000000000, test: []}", "ExportParameterNotSupported", "healthcheck", "sleep 1")]
    [InlineData("mounts", "[{source: data, target: relative}]", "ExportParameterNotSupported", "mounts")]
    [InlineData("mounts", "[{type: npipe, source: /a, target: /b}]", "ExportParameterNotSupported", "mounts")]
    public void A_value_that_a_pod_has_no_place_for_names_the_parameter(string parameter, string value, string id, string named, string? command = null)
    {
        Dictionary<string, string> given = Samples.One(parameter, value);
        if (command is not null)
            given["command"] = command;
        Fails(() => KubernetesExporter.Export(Samples.Input(given)), id, named);
    }

    [Theory]
    [InlineData("127.0.0.1:80:80", "ExportPortNotSupported")]
    [InlineData("8080:80 8080", "ExportPortConflict")]
    [InlineData("80:99999", "PortInvalid")]
    public void A_port_that_a_Service_cannot_have_is_named(string ports, string id) =>
        Fails(() => KubernetesExporter.Export(Samples.Input(ports: ports.Split(' '))), id, ports.Split(' ')[^1]);

    [Fact]
    public void Options_that_do_not_go_together_name_the_field()
    {
        Fails(() => KubernetesExporter.Export(Samples.Input(), new() { MaxReplicas = 3 }), "KubernetesOptionsConflict", "nano_cpus");
        Fails(() => KubernetesExporter.Export(Samples.Input(), new() { Replicas = 4, MaxReplicas = 3 }), "KubernetesOptionsConflict", "MaxReplicas");
        Fails(() => KubernetesExporter.Export(Samples.Input(), new() { IngressTlsSecret = "tls" }), "KubernetesOptionsConflict", "IngressHost");
        Fails(() => KubernetesExporter.Export(Samples.Input(), new() { IngressHost = "a_b" }), "KubernetesNameInvalid", "IngressHost");
        Fails(() => KubernetesExporter.Export(Samples.Input(), new() { Namespace = "a.b" }), "KubernetesNameInvalid", "Namespace");
        Fails(() => KubernetesExporter.Export(Samples.Input(), new() { ImagePullSecrets = ["A"] }), "KubernetesNameInvalid", "ImagePullSecret");
        Fails(
            () => KubernetesExporter.Export(Samples.Input() with { Secrets = [new ServiceSecret("token", null) { Value = new byte[] { 1 } }] }),
            "ExportSecretHasValue", "token");
    }

    private static void Fails(Action action, string id, params string[] named)
    {
        var error = Assert.Throws<MlemException>(action);
        Assert.Equal(id, error.ErrorId);
        Assert.All(named, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.False(string.IsNullOrEmpty(error.Recommendation));
    }
}
