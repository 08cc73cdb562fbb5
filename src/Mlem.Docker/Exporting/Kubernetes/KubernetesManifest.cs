using System.Collections;
using Mlem.Docker.Exporting;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker;

/// <summary>A manifest for Kubernetes: what <c>kubectl apply -f</c> takes.</summary>
public sealed record KubernetesManifest
{
    internal KubernetesManifest(string name, string? space, string image, IReadOnlyList<YamlMapping> documents)
    {
        Name = name;
        Namespace = space;
        Image = image;
        Text = ManifestYaml.Write(documents);
        Preview = TerminalText.Clean(ManifestYaml.Write(documents.Select(ConcealedFields.WithoutValues)), int.MaxValue);
        Kinds = [.. documents.Select(d => d.Text("kind")!)];
        Objects = [.. documents.Select(d => (IDictionary)PlainValue.From(d)!)];
    }

    /// <summary>The name of its objects.</summary>
    public string Name { get; }

    /// <summary>Their namespace; null for the one that <c>kubectl</c> is set to.</summary>
    public string? Namespace { get; }

    /// <summary>The image, by its digest.</summary>
    public string Image { get; }

    /// <summary>The kinds of its objects: <c>Deployment</c>, <c>Service</c> and so on.</summary>
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>Its objects, as dictionaries with the fields of Kubernetes.</summary>
    public IReadOnlyList<IDictionary> Objects { get; }

    /// <summary>The whole text, in YAML.</summary>
    public string Text { get; }

    /// <summary>The text as it is shown: without the values of variables.</summary>
    public string Preview { get; }

    /// <summary>The file that it was written to; null for none.</summary>
    public string? Path { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path ?? Name;
}
