namespace Mlem.Docker.Tests.Exporting;

/// <summary>MLEM's own deployments to Kubernetes are read, and exported as a container's declaration is.</summary>
public sealed class KubernetesDeploymentTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.mlem");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void It_has_MLEMs_defaults()
    {
        KubernetesDeployment read = Read("object_type: deployment\ntype: kubernetes\n");
        Assert.Equal(("mlem", "ml", "ml:latest", 8080), (read.Namespace, read.ImageName, read.ImageUri, read.Port));
        Assert.Equal((KubernetesServiceType.NodePort, KubernetesPullPolicy.Always), (read.ServiceType, read.ImagePullPolicy));
        Assert.Equal("object_type: deployment\ntype: kubernetes\n", read.ToYaml());
    }

    [Fact]
    public void It_is_exported_with_what_it_says()
    {
        KubernetesDeployment read = Read("""
            object_type: deployment
            type: kubernetes
            namespace: myapp
            image_name: iris
            image_pull_policy: IfNotPresent
            port: 8081
            registry: {type: remote, host: registry.example.com}
            service_type: {type: loadbalancer}
            server: {type: fastapi, port: 8081}
            """);
        KubernetesManifest manifest = KubernetesExporter.Export(
            new ExportInput(read.ToContainer()) { Image = DockerImage.FromReference("registry.example.com/iris@" + Samples.Digest) },
            read.ToOptions(new(), false));
        Assert.Equal(("iris", "myapp"), (manifest.Name, manifest.Namespace));
        foreach (string line in (string[])["imagePullPolicy: IfNotPresent", "type: LoadBalancer", "port: 8081", "targetPort: 8081"])
            Assert.Contains(line, manifest.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("templates_dir: [k8s]\n", "templates_dir")]
    [InlineData("env: {type: kubernetes, templates_dir: [k8s]}\n", "env.templates_dir")]
    [InlineData("params: {a: 1}\n", "params")]
    public void What_a_manifest_has_no_place_for_names_the_field(string more, string field)
    {
        var error = Assert.Throws<MlemException>(() => Read("object_type: deployment\ntype: kubernetes\n" + more).ToContainer());
        Assert.Equal(("KubernetesFieldNotSupported", field), (error.ErrorId, error.Target));
    }

    [Fact]
    public void Its_image_has_the_models_hash_and_the_registry_of_its_environment()
    {
        KubernetesDeployment read = Read("object_type: deployment\ntype: kubernetes\nenv: {type: kubernetes, registry: {type: remote, host: registry.example.com}}\n");
        Assert.Equal("registry.example.com/ml:0123456789abcdef", read.ToContainer("0123456789abcdef").Image!.Uri);
    }

    [Theory]
    [InlineData("image_name: a/b\n", "image_name")]
    [InlineData("image_name: Foo_Bar\n", "image_name")]
    [InlineData("namespace: My NS\n", "namespace")]
    public void A_name_that_Kubernetes_refuses_names_its_own_field(string more, string field)
    {
        KubernetesDeployment read = Read("object_type: deployment\ntype: kubernetes\n" + more);
        ExportInput input = new(read.ToContainer()) { Image = DockerImage.FromReference("registry.example.com/iris@" + Samples.Digest), NameField = "image_name" };
        var error = Assert.Throws<MlemException>(() => KubernetesExporter.Export(input, read.ToOptions(new(), false)));
        Assert.Equal("KubernetesNameInvalid", error.ErrorId);
        Assert.StartsWith($"{field} '", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image_pull_policy: Sometimes\n", "image_pull_policy")]
    [InlineData("service_type: {type: external}\n", "service_type")]
    [InlineData("port: many\n", "port")]
    [InlineData("replicas: 3\n", "replicas")]
    public void What_MLEM_would_not_read_is_not_read(string more, string field)
    {
        var error = Assert.ThrowsAny<MlemException>(() => Read("object_type: deployment\ntype: kubernetes\n" + more));
        Assert.Equal("MetadataInvalid", error.ErrorId);
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_environment_is_read_too()
    {
        File.WriteAllText(_file, "object_type: env\ntype: kubernetes\nregistry: {type: remote, host: registry.example.com}\n");
        Assert.Equal("registry.example.com", Assert.IsType<KubernetesEnv>(MlemObject.Load(_file)).Registry!.GetHost());
    }

    private KubernetesDeployment Read(string text)
    {
        File.WriteAllText(_file, text);
        return (KubernetesDeployment)MlemObject.Load(_file);
    }
}
