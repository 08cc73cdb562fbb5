using k8s;
using k8s.Models;

namespace Mlem.Docker.Tests.Exporting;

/// <summary>Manifests as Kubernetes' own typed models read them, strictly: an unknown field or a wrong kind is an error.</summary>
public sealed class KubernetesManifestTests
{
    [Fact]
    public void A_declaration_is_a_Deployment_and_a_Service_of_the_image_by_its_digest()
    {
        KubernetesManifest manifest = KubernetesExporter.Export(Samples.Input(ports: ["8000:8080"]), new() { Namespace = "models", Replicas = 3 });
        Assert.Equal(["Deployment", "Service"], manifest.Kinds);
        List<object> objects = Read(manifest.Text);
        var deployment = (V1Deployment)objects[0];
        V1Container container = Container(manifest);
        Assert.Equal(("iris", "models", 3), (deployment.Metadata.Name, deployment.Metadata.NamespaceProperty, deployment.Spec.Replicas));
        Assert.Equal("registry.example.com/team/iris@" + Samples.Digest, container.Image);
        Assert.Equal(("0", "1"), (deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value, deployment.Spec.Strategy.RollingUpdate.MaxSurge.Value));
        Assert.Equal(deployment.Spec.Selector.MatchLabels, Common(deployment.Spec.Template.Metadata.Labels, deployment.Spec.Selector.MatchLabels));
        Assert.Equal("Mlem.Docker", deployment.Metadata.Labels["app.kubernetes.io/managed-by"]);
        Assert.Equal("92d7632d3ac6d8d33bb8a9d2a5e0a3c4", deployment.Metadata.Labels["mlem.model_hash"]);
        Assert.Equal("fastapi", deployment.Metadata.Labels["mlem.server"]);
        Assert.Equal((35L, false, false), (
            deployment.Spec.Template.Spec.TerminationGracePeriodSeconds, deployment.Spec.Template.Spec.AutomountServiceAccountToken,
            deployment.Spec.Template.Spec.EnableServiceLinks));
        Assert.Equal(5, container.Lifecycle.PreStop.Sleep.Seconds);
        Assert.Equal(("/interface.json", "8080"), (container.ReadinessProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Port.Value));
        Assert.Equal(("/bin/sh", 60), (container.StartupProbe.Exec.Command[0], container.StartupProbe.FailureThreshold));
        Assert.NotNull(container.LivenessProbe.Exec);
        V1ServicePort port = Assert.Single(((V1Service)objects[1]).Spec.Ports);
        Assert.Equal((8000, "8080", "http", "TCP"), (port.Port, port.TargetPort.Value, port.Name, port.Protocol));
        Assert.Equal(deployment.Spec.Selector.MatchLabels, ((V1Service)objects[1]).Spec.Selector);
    }

    [Fact]
    public void Hardened_is_the_restricted_profile_of_pod_security()
    {
        V1Container container = Container(KubernetesExporter.Export(Samples.Input(new Dictionary<string, string>
        {
            ["read_only"] = "true",
            ["tmpfs"] = "{\"/tmp\": \"\"}",
            ["cap_drop"] = "[\"ALL\"]",
        })));
        V1SecurityContext rights = container.SecurityContext;
        Assert.Equal((true, false, true), (rights.ReadOnlyRootFilesystem, rights.AllowPrivilegeEscalation, rights.RunAsNonRoot));
        Assert.Equal(["ALL"], rights.Capabilities.Drop);
        Assert.Equal("RuntimeDefault", rights.SeccompProfile.Type);
        Assert.Equal("/tmp", Assert.Single(container.VolumeMounts).MountPath);
    }

    [Fact]
    public void All_that_a_pod_can_is_read_back_as_it_was_declared()
    {
        Dictionary<string, string> all = Samples.Values
            .Where(v => Mlem.Docker.Exporting.ExportRules.All[v.Key].Kubernetes.Why is null && v.Key is not ("network_mode" or "privileged"))
            .ToDictionary(v => v.Key, v => v.Value);
        KubernetesManifest manifest = KubernetesExporter.Export(Samples.Input(all));
        V1PodSpec pod = ((V1Deployment)Read(manifest.Text)[0]).Spec.Template.Spec;
        V1Container container = pod.Containers.Single();
        Assert.Equal(["/bin/sh"], container.Command);
        Assert.Equal(["echo", "$$(HOME) $$$$ $$x"], container.Args);
        Assert.Equal([("A", "y"), ("B", "1e3"), ("C", "a: b # c"), ("D", "$$(A)")], container.Env.Select(e => (e.Name, e.Value)));
        Assert.Equal(("1500m", "512Mi", "2"), (
            container.Resources.Limits["cpu"].ToString(), container.Resources.Limits["memory"].ToString(), container.Resources.Limits["nvidia.com/gpu"].ToString()));
        Assert.Equal("256Mi", container.Resources.Requests["memory"].ToString());
        Assert.Equal((10001L, 0L, true), (container.SecurityContext.RunAsUser, container.SecurityContext.RunAsGroup, container.SecurityContext.RunAsNonRoot));
        Assert.Equal(["NET_ADMIN"], container.SecurityContext.Capabilities.Add);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Equal([44L], pod.SecurityContext.SupplementalGroups);
        Assert.Equal(("arm64", "linux"), (pod.NodeSelector["kubernetes.io/arch"], pod.NodeSelector["kubernetes.io/os"]));
        Assert.Equal((2, 2, 4), (container.LivenessProbe.PeriodSeconds, container.LivenessProbe.TimeoutSeconds, container.LivenessProbe.FailureThreshold));
        Assert.Equal((2, 60), (container.StartupProbe.PeriodSeconds, container.StartupProbe.FailureThreshold));
        Assert.Equal(("None", "ndots", "2"), (pod.DnsPolicy, pod.DnsConfig.Options[0].Name, pod.DnsConfig.Options[0].Value));
        Assert.Equal(["/cache", "/d", "/data", "/dev/shm", "/srv", "/t", "/tmp"], container.VolumeMounts.Select(m => m.MountPath).Order(StringComparer.Ordinal));
        Assert.Equal(["cache", "data"], pod.Volumes.Select(v => v.PersistentVolumeClaim?.ClaimName).OfType<string>().Order(StringComparer.Ordinal));
        Assert.All(pod.Volumes.Where(v => v.EmptyDir is not null), v => Assert.Equal("Memory", v.EmptyDir.Medium));
    }

    [Fact]
    public void Secrets_are_references_and_pulls_have_their_login()
    {
        KubernetesManifest manifest = KubernetesExporter.Export(
            Samples.Input() with { Secrets = [ServiceSecret.Parse("db/password=db"), ServiceSecret.Parse("token"), new ServiceSecret("/etc/key.pem", "tls/key.pem")] },
            new() { ImagePullSecrets = ["regcred"], EnvironmentSecrets = new Dictionary<string, string> { ["API_KEY"] = "api/key", ["TOKEN"] = "tok" } });
        V1PodSpec pod = ((V1Deployment)Read(manifest.Text)[0]).Spec.Template.Spec;
        Assert.Equal("regcred", Assert.Single(pod.ImagePullSecrets).Name);
        Assert.Equal(
            [("/run/secrets/db", "password"), ("/run/secrets/token", "token"), ("/etc/key.pem", "key.pem")],
            pod.Containers[0].VolumeMounts.Select(m => (m.MountPath, m.SubPath)));
        Assert.Equal(["db", "token", "tls"], pod.Volumes.Select(v => v.Secret.SecretName));
        Assert.Equal(
            [("API_KEY", "api", "key"), ("TOKEN", "tok", "TOKEN")],
            pod.Containers[0].Env.Select(e => (e.Name, e.ValueFrom.SecretKeyRef.Name, e.ValueFrom.SecretKeyRef.Key)));
    }

    [Fact]
    public void An_Ingress_and_an_autoscaler_are_written_where_they_are_asked_for()
    {
        KubernetesManifest manifest = KubernetesExporter.Export(
            Samples.Input(Samples.One("nano_cpus", "2000000000"), ["80:8080"]),
            new() { IngressHost = "iris.example.com", IngressClass = "nginx", IngressTlsSecret = "iris-tls", Replicas = 2, MaxReplicas = 5, TargetCpuPercent = 70 });
        List<object> objects = Read(manifest.Text);
        V1Ingress ingress = objects.OfType<V1Ingress>().Single();
        Assert.Equal((80, "iris", "nginx"), (
            ingress.Spec.Rules[0].Http.Paths[0].Backend.Service.Port.Number, ingress.Spec.Rules[0].Http.Paths[0].Backend.Service.Name, ingress.Spec.IngressClassName));
        Assert.Equal("iris-tls", ingress.Spec.Tls[0].SecretName);
        V2HorizontalPodAutoscaler scaler = objects.OfType<V2HorizontalPodAutoscaler>().Single();
        Assert.Equal((2, 5, 70), (scaler.Spec.MinReplicas, scaler.Spec.MaxReplicas, scaler.Spec.Metrics[0].Resource.Target.AverageUtilization));
        Assert.Null(((V1Deployment)objects[0]).Spec.Replicas);
    }

    [Fact]
    public void An_own_command_gets_no_probe_of_the_server_and_one_without_ports_no_Service()
    {
        KubernetesManifest manifest = KubernetesExporter.Export(Samples.Input(Samples.One("command", "sleep 1")));
        Assert.Equal(["Deployment"], manifest.Kinds);
        V1Container container = Container(manifest);
        Assert.Null(container.StartupProbe ?? container.LivenessProbe ?? container.ReadinessProbe);
        Assert.Null(container.Lifecycle);
    }

    [Fact]
    public void A_check_without_a_test_keeps_its_times_and_asks_the_server()
    {
        V1Container container = Container(KubernetesExporter.Export(Samples.Input(Samples.One("healthcheck", "{interval: 7000000000, retries: 2}"))));
        Assert.Equal((7, 2), (container.LivenessProbe.PeriodSeconds, container.LivenessProbe.FailureThreshold));
        Assert.Contains("8080", container.LivenessProbe.Exec.Command[2], StringComparison.Ordinal);
    }

    private static V1Container Container(KubernetesManifest manifest) => ((V1Deployment)Read(manifest.Text)[0]).Spec.Template.Spec.Containers.Single();

    private static List<object> Read(string text) => KubernetesYaml.LoadAllFromString(text, null, true);

    private static Dictionary<string, string> Common(IDictionary<string, string> all, IDictionary<string, string> wanted) =>
        all.Where(l => wanted.ContainsKey(l.Key)).ToDictionary(l => l.Key, l => l.Value);
}
