using Mlem.Docker.Exporting;
using Mlem.Docker.Exporting.Kubernetes;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker;

/// <summary>
/// Writes the declaration of a container as a manifest for Kubernetes; docs/beyond-one-machine.md says what becomes of what.
/// </summary>
public static class KubernetesExporter
{
    /// <summary>Makes the manifest: a Deployment, its Service, and where they are asked for an Ingress and an autoscaler.</summary>
    /// <param name="service">The declaration with its image, whose digest must be known.</param>
    /// <param name="options">What a declaration does not say; null for the defaults.</param>
    /// <exception cref="MlemException">
    /// <c>ImageDigestMissing</c>, <c>KubernetesNameInvalid</c>, <c>ExportParameterNotSupported</c>, <c>ExportPortNotSupported</c>,
    /// <c>ExportPortConflict</c>, <c>KubernetesOptionsConflict</c>, or a parameter of the declaration is none.
    /// </exception>
    public static KubernetesManifest Export(ExportInput service, KubernetesOptions? options = null)
    {
        options ??= new KubernetesOptions();
        string name = KubernetesNames.Service(service.NameField, service.Deployment.ContainerName ?? KubernetesNames.Fit(service.Name));
        if (options.Namespace is { } space)
            KubernetesNames.Label(options.NamespaceField, space);
        ExportedContainer container = ExportedContainer.For(ExportPlatform.Kubernetes, service, name, ExportImage.ByDigest(service));
        IReadOnlyList<YamlMapping?> documents =
        [
            Deployment(container, options),
            KubernetesServices.Service(container, options),
            KubernetesServices.Ingress(container, options),
            KubernetesServices.Autoscaler(container, options),
        ];
        return new KubernetesManifest(name, options.Namespace, container.Image, [.. documents.OfType<YamlMapping>()]);
    }

    /// <summary>The error for two declarations of one name in a file.</summary>
    internal static MlemException Twice(string name) => new(
        "KubernetesNameConflict",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatKubernetesNameConflict(name),
        name,
        Messages.ComposeNameConflictRemedy);

    // The old pod answers until the new one does, so that no request is lost.
    private static YamlMapping Deployment(ExportedContainer container, KubernetesOptions options) => Map(
        ("apiVersion", "apps/v1"),
        ("kind", "Deployment"),
        ("metadata", KubernetesServices.Metadata(container, options)),
        ("spec", Map(
            ("replicas", options.MaxReplicas is null ? options.Replicas : null),
            ("selector", Map(("matchLabels", Texts(KubernetesLabels.Selector(container))))),
            ("strategy", Map(
                ("type", "RollingUpdate"),
                ("rollingUpdate", Map(("maxSurge", 1), ("maxUnavailable", 0))))),
            ("template", Map(
                ("metadata", Map(("labels", Texts(KubernetesLabels.OfPod(container))))),
                ("spec", new KubernetesPod(container, options).Spec()))))));
}
