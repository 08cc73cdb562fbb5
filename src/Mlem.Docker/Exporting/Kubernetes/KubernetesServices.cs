using System.Net;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Kubernetes;

/// <summary>How the pods are reached, and how many there are: Service, Ingress and autoscaler.</summary>
internal static class KubernetesServices
{
    public static YamlMapping Metadata(ExportedContainer container, KubernetesOptions options) => Map(
        ("name", container.Name),
        ("namespace", options.Namespace),
        ("labels", Texts(KubernetesLabels.For(container))));

    /// <summary>The Service; null for a container without a port.</summary>
    public static YamlMapping? Service(ExportedContainer container, KubernetesOptions options)
    {
        PortMapping[] ports = Ports(container);
        if (ports.Length == 0)
        {
            return options.ServiceType == KubernetesServiceType.ClusterIP
                ? null : throw Conflict("ServiceType", Messages.ThereIsNoPortToReach, Messages.NameThePorts);
        }

        return Map(
            ("apiVersion", "v1"),
            ("kind", "Service"),
            ("metadata", Metadata(container, options)),
            ("spec", Map(
                ("type", options.ServiceType.ToString()),
                ("selector", Texts(KubernetesLabels.Selector(container))),
                ("ports", List(ports.Select(p => Port(container, p, ports)))))));
    }

    /// <summary>The Ingress; null where none is asked for.</summary>
    public static YamlMapping? Ingress(ExportedContainer container, KubernetesOptions options)
    {
        if (options.IngressHost is not { } host)
        {
            return options.IngressClass is null && options.IngressTlsSecret is null
                ? null : throw Conflict("IngressHost", Messages.AnIngressNeedsAHost, Messages.GiveItsHost);
        }

        KubernetesNames.Host("IngressHost", host);
        PortMapping[] ports = [.. Ports(container).Where(p => p.Protocol == "tcp")];
        PortMapping port = ports.FirstOrDefault(p => p.ContainerPort == container.InterfacePort) ?? ports.FirstOrDefault()
            ?? throw Conflict("IngressHost", Messages.IngressNeedsTcp, Messages.NameThePorts);
        YamlMapping backend = Map(("service", Map(
            ("name", container.Name), ("port", Map(("number", port.HostPort ?? port.ContainerPort))))));
        YamlMapping path = Map(("path", "/"), ("pathType", "Prefix"), ("backend", backend));
        return Map(
            ("apiVersion", "networking.k8s.io/v1"),
            ("kind", "Ingress"),
            ("metadata", Metadata(container, options)),
            ("spec", Map(
                ("ingressClassName", options.IngressClass is { } type ? KubernetesNames.Subdomain("IngressClass", type) : null),
                ("tls", options.IngressTlsSecret is { } secret
                    ? List([Map(("hosts", List([host])), ("secretName", KubernetesNames.Subdomain("IngressTlsSecret", secret)))]) : null),
                ("rules", List([Map(("host", host), ("http", Map(("paths", List([path])))))])))));
    }

    /// <summary>The autoscaler; null where none is asked for.</summary>
    public static YamlMapping? Autoscaler(ExportedContainer container, KubernetesOptions options)
    {
        if (options.MaxReplicas is not { } most)
        {
            return options.TargetCpuPercent is null
                ? null : throw Conflict("TargetCpuPercent", Messages.TargetCpuPercentNeedsMaxReplicas, Messages.GiveMaxReplicas);
        }

        if (options.Replicas < 1)
            throw Conflict("Replicas", Messages.AutoscalerNeedsOneReplica, Messages.GiveAHigherOne);
        if (most < options.Replicas)
            throw Conflict("MaxReplicas", Messages.MaxReplicasIsLessThanReplicas, Messages.GiveAHigherOne);
        if (container.Host.NanoCPUs <= 0)
            throw Conflict("nano_cpus", Messages.AutoscalerCountsProcessors, Messages.GiveNanoCpus);
        return Map(
            ("apiVersion", "autoscaling/v2"),
            ("kind", "HorizontalPodAutoscaler"),
            ("metadata", Metadata(container, options)),
            ("spec", Map(
                ("scaleTargetRef", Map(("apiVersion", "apps/v1"), ("kind", "Deployment"), ("name", container.Name))),
                ("minReplicas", options.Replicas),
                ("maxReplicas", most),
                ("metrics", List([Map(("type", "Resource"), ("resource", Map(
                    ("name", "cpu"),
                    ("target", Map(("type", "Utilization"), ("averageUtilization", options.TargetCpuPercent ?? 80))))))])))));
    }

    private static PortMapping[] Ports(ExportedContainer container)
    {
        PortMapping[] ports = [.. (container.Ports.Count > 0 ? container.Ports : container.Inside).Select(OnAll).Distinct()];
        if (ports.FirstOrDefault(p => p.HostAddress is not null) is { } bound)
        {
            throw new MlemException(
                "ExportPortNotSupported",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatExportPortNotSupported(bound, bound.HostAddress),
                bound.ToString(),
                Messages.FormatServicePortNotSupportedRemedy(bound with { HostAddress = null }));
        }

        foreach (IGrouping<(int, string), PortMapping> same in ports.GroupBy(p => (p.HostPort ?? p.ContainerPort, p.Protocol)))
        {
            if (same.Count() > 1)
            {
                throw new MlemException(
                    "ExportPortConflict",
                    MlemErrorCategory.InvalidArgument,
                    Messages.FormatExportPortConflict(string.Join(", ", same), same.Key.Item1, container.Name, container.Name),
                    same.Last().ToString(),
                    Messages.ExportPortConflictRemedy);
            }
        }

        return ports;
    }

    // All addresses are what a Service has anyway.
    private static PortMapping OnAll(PortMapping port) =>
        port.HostAddress is { } address && IPAddress.Parse(address) is var read && (read.Equals(IPAddress.Any) || read.Equals(IPAddress.IPv6Any))
            ? port with { HostAddress = null } : port;

    private static YamlMapping Port(ExportedContainer container, PortMapping port, PortMapping[] all)
    {
        // A number is a Service's once for each protocol, and a name is unique.
        int number = port.HostPort ?? port.ContainerPort;
        bool main = KubernetesPod.PortName(container, port) == KubernetesPod.Http
            && all.Count(p => p.ContainerPort == port.ContainerPort && p.Protocol == port.Protocol) == 1;
        return Map(
            ("name", main ? KubernetesPod.Http : $"{port.Protocol}-{number}"),
            ("port", number),
            ("targetPort", port.ContainerPort),
            ("protocol", port.Protocol.ToUpperInvariant()));
    }

    private static MlemException Conflict(string field, string why, string instead) => new(
        "KubernetesOptionsConflict",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatKubernetesOptionsConflict(field, why),
        field,
        instead);
}
