using Mlem.Docker.Building;

namespace Mlem.Docker.Exporting.Kubernetes;

/// <summary>
/// The labels: those that Kubernetes recommends
/// (https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/), and what is in the image, as its own
/// labels say it.
/// </summary>
internal static class KubernetesLabels
{
    private const string Recommended = "app.kubernetes.io/";

    /// <summary>By which the pods are found; never to be changed afterwards.</summary>
    public static Dictionary<string, string> Selector(ExportedContainer container) => new()
    {
        [Recommended + "name"] = container.Name,
        [Recommended + "instance"] = container.Name,
    };

    /// <summary>Of every object.</summary>
    public static Dictionary<string, string> For(ExportedContainer container)
    {
        Dictionary<string, string> labels = Selector(container);
        labels[Recommended + "component"] = "model";
        labels[Recommended + "managed-by"] = "Mlem.Docker";
        Add(labels, Recommended + "version", container.ModelHash);
        Add(labels, ImageLabels.ModelHash, container.ModelHash);
        Add(labels, ImageLabels.Server, container.Server?.Type);
        Add(labels, ImageLabels.Model, container.Known?.Labels.GetValueOrDefault(ImageLabels.Model));
        return labels;
    }

    /// <summary>Of the pods: those that are declared as well.</summary>
    public static Dictionary<string, string> OfPod(ExportedContainer container)
    {
        Dictionary<string, string> labels = For(container);
        foreach (KeyValuePair<string, string> label in container.Request.Labels ?? new Dictionary<string, string>())
        {
            KubernetesNames.LabelPair("params.labels", label);
            if (!labels.TryAdd(label.Key, label.Value))
            {
                throw ExportRules.Refuse(
                    ExportPlatform.Kubernetes, "labels", Messages.FormatLabelIsWrittenAlready(label.Key), Messages.LeaveItOut);
            }
        }

        return labels;
    }

    // A label takes 63 letters of few kinds; what does not fit tells nothing that would be needed.
    private static void Add(Dictionary<string, string> labels, string name, string? value)
    {
        if (value is { Length: > 0 } && value[0] != '_' && KubernetesNames.IsLabelValue(value))
            labels[name] = value;
        else if (value is { Length: > 1 } && value[0] == '_' && KubernetesNames.IsLabelValue(value[1..]))
            labels[name] = value[1..];
    }
}
