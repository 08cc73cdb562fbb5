using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

[assembly: MlemObjectType<Mlem.Docker.KubernetesDeployment>("deployment", "kubernetes")]
[assembly: MlemObjectType<Mlem.Docker.KubernetesEnv>("env", "kubernetes")]

namespace Mlem.Docker;

/// <summary>MLEM's own declaration of a deployment to Kubernetes (MLEM: <c>K8sDeployment</c>, type <c>kubernetes</c>).</summary>
public sealed record KubernetesDeployment : MlemObject, IFromDocument<KubernetesDeployment>
{
    internal KubernetesDeployment(YamlMapping document)
        : base(document)
    {
        Server = document["server"] is YamlMapping server ? Server.FromYaml(server, null) : null;
        Registry = RegistryYaml.Read(document.Mapping("registry"));
        Port = document["port"] is YamlInteger port ? (int)port.Value : 8080;
        ServiceType = document.Mapping("service_type")?.Text("type") switch
        {
            "clusterip" => KubernetesServiceType.ClusterIP,
            "loadbalancer" => KubernetesServiceType.LoadBalancer,
            _ => KubernetesServiceType.NodePort,
        };
        ImagePullPolicy = Enum.Parse<KubernetesPullPolicy>(document.Text("image_pull_policy", nameof(KubernetesPullPolicy.Always)));
    }

    static KubernetesDeployment IFromDocument<KubernetesDeployment>.FromDocument(YamlMapping document) => new(document);

    /// <inheritdoc/>
    public override string ObjectType => "deployment";

    /// <summary>The namespace (<c>namespace</c>).</summary>
    public string Namespace => Document.Text("namespace", "mlem");

    /// <summary>The name of the image and of the objects (<c>image_name</c>).</summary>
    public string ImageName => Document.Text("image_name", "ml");

    /// <summary>The image's whole name in a manifest that is only written (<c>image_uri</c>); a deployment builds one of its own.</summary>
    public string ImageUri => Document.Text("image_uri", "ml:latest");

    /// <summary>When the image is pulled (<c>image_pull_policy</c>).</summary>
    public KubernetesPullPolicy ImagePullPolicy { get; }

    /// <summary>The port inside, and of the Service (<c>port</c>).</summary>
    public int Port { get; }

    /// <summary>How the Service is reached (<c>service_type</c>).</summary>
    public KubernetesServiceType ServiceType { get; }

    /// <summary>The server (<c>server</c>); null for the project's default.</summary>
    public Server? Server { get; }

    /// <summary>The registry (<c>registry</c>).</summary>
    public DockerRegistry Registry { get; }

    /// <summary>The address of the Engine that builds (<c>daemon.host</c>); empty for the usual one.</summary>
    public string DaemonHost => Document.Mapping("daemon")?.Text("host") ?? string.Empty;

    /// <summary>The settings of kubectl that MLEM uses (<c>kube_config_file_path</c>); null for the usual ones.</summary>
    public string? KubeConfigFilePath => Document.Text("kube_config_file_path");

    /// <summary>Folders with templates of MLEM's for the manifest (<c>templates_dir</c>).</summary>
    public IReadOnlyList<string> TemplatesDir => Document.Texts("templates_dir");

    /// <summary>
    /// The same as the declaration of a container: MLEM's objects have the image's name, and a Service of the container's port.
    /// </summary>
    /// <param name="modelHash">The hash of the model in it, which is the image's tag; null for the newest.</param>
    /// <param name="parameters">Run parameters that were given beside it, since it has none.</param>
    /// <exception cref="MlemException"><c>KubernetesFieldNotSupported</c>: a manifest from templates of one's own, or params.</exception>
    internal DockerContainer ToContainer(string? modelHash = null, IReadOnlyDictionary<string, string>? parameters = null)
    {
        KubernetesEnv? env = ResolveEnv();
        if (env?.TemplatesDir.Count > 0)
            throw Refuse("env.templates_dir", Messages.ManifestIsNotMadeOfTemplates, Messages.ChangeManifestWithKustomize);
        if (TemplatesDir.Count > 0)
            throw Refuse("templates_dir", Messages.ManifestIsNotMadeOfTemplates, Messages.ChangeManifestWithKustomize);
        if (Document.Mapping("params") is { Entries.Count: > 0 })
            throw Refuse("params", Messages.MlemDoesNothingWithThem, Messages.DeclareContainerThatHasThem);
        return DockerContainer.Create(new DockerContainerOptions
        {
            ContainerName = ImageName,

            // MLEM tags what it builds with the model's hash.
            Image = new DockerImage(ImageName)
            {
                Registry = Registry is DockerIORegistry or RemoteRegistry ? Registry : env?.Registry ?? Registry,
                Tag = modelHash ?? ImageTag.Latest,
            },
            Params = parameters ?? new Dictionary<string, string>(),
            Ports = [$"{Port}"],
            Server = Server,
        });
    }

    /// <summary>What it says of the objects beside the container.</summary>
    /// <param name="given">What was given, which goes over it.</param>
    /// <param name="typeGiven">Whether a type of Service was.</param>
    internal KubernetesOptions ToOptions(KubernetesOptions given, bool typeGiven) => given with
    {
        Namespace = given.Namespace ?? Namespace,
        NamespaceField = given.Namespace is null ? "namespace" : given.NamespaceField,
        ImagePullPolicy = given.ImagePullPolicy ?? ImagePullPolicy,
        ServiceType = typeGiven ? given.ServiceType : ServiceType,
    };

    private KubernetesEnv? ResolveEnv() => Document["env"] is YamlMapping inline && inline.Text("type") is "kubernetes"
        ? new KubernetesEnv(inline)
        : EnvResolver.LinkOf(this) is { } link ? LinkResolver.Follow(link) as KubernetesEnv : null;

    private MlemException Refuse(string field, string why, string instead) => new(
        "KubernetesFieldNotSupported",
        MlemErrorCategory.NotImplemented,
        Messages.FormatKubernetesFieldNotSupported(Path, field, why),
        field,
        instead);
}

/// <summary>MLEM's environment of a deployment to Kubernetes (MLEM: <c>K8sEnv</c>, type <c>kubernetes</c>).</summary>
public sealed record KubernetesEnv : MlemObject, IFromDocument<KubernetesEnv>
{
    internal KubernetesEnv(YamlMapping document)
        : base(document) => Registry = document.Mapping("registry") is { } registry ? RegistryYaml.Read(registry) : null;

    static KubernetesEnv IFromDocument<KubernetesEnv>.FromDocument(YamlMapping document) => new(document);

    /// <inheritdoc/>
    public override string ObjectType => "env";

    /// <summary>The registry (<c>registry</c>); null for none.</summary>
    public DockerRegistry? Registry { get; }

    /// <summary>Folders with templates of MLEM's for the manifest (<c>templates_dir</c>).</summary>
    public IReadOnlyList<string> TemplatesDir => Document.Texts("templates_dir");
}
