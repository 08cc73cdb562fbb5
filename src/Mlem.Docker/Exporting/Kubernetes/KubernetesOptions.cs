namespace Mlem.Docker;

/// <summary>What a declaration does not say about a Deployment of Kubernetes.</summary>
public sealed record KubernetesOptions
{
    /// <summary>The namespace; null for the one that <c>kubectl</c> is set to.</summary>
    public string? Namespace { get; init; }

    /// <summary>The field that an error about the namespace tells.</summary>
    internal string NamespaceField { get; init; } = "Namespace";

    /// <summary>How many pods; with <see cref="MaxReplicas"/>, how many at least.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>How many pods an autoscaler may make; null for no autoscaler.</summary>
    public int? MaxReplicas { get; init; }

    /// <summary>Which share of their processors, in percent, an autoscaler aims at; null for 80.</summary>
    public int? TargetCpuPercent { get; init; }

    /// <summary>How the Service is reached.</summary>
    public KubernetesServiceType ServiceType { get; init; }

    /// <summary>The host by which an Ingress reaches the Service; null for no Ingress.</summary>
    public string? IngressHost { get; init; }

    /// <summary>Which controller the Ingress is for; null for the cluster's own.</summary>
    public string? IngressClass { get; init; }

    /// <summary>The Secret with the Ingress's certificate; null for plain http.</summary>
    public string? IngressTlsSecret { get; init; }

    /// <summary>The Secrets with the logins that the image is pulled with.</summary>
    public IReadOnlyList<string> ImagePullSecrets { get; init; } = [];

    /// <summary>When the image is pulled; null for the cluster's own choice, which for a digest is once.</summary>
    public KubernetesPullPolicy? ImagePullPolicy { get; init; }

    /// <summary>Environment variables that come from Secrets: <c>secret/key</c> by the variable's name.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentSecrets { get; init; } = new Dictionary<string, string>();
}

/// <summary>How a Service of Kubernetes is reached.</summary>
public enum KubernetesServiceType
{
    /// <summary>Inside the cluster only.</summary>
    ClusterIP,

    /// <summary>On a port of every node.</summary>
    NodePort,

    /// <summary>By a load balancer of the cloud.</summary>
    LoadBalancer,
}

/// <summary>When a kubelet pulls an image.</summary>
public enum KubernetesPullPolicy
{
    /// <summary>At every start of a pod.</summary>
    Always,

    /// <summary>Where the node does not have it.</summary>
    IfNotPresent,

    /// <summary>Never: the nodes have it.</summary>
    Never,
}
