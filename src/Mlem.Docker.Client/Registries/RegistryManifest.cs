using System.Text.Json;
using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>A manifest, or a list of manifests for several platforms, as a registry holds it.</summary>
public sealed record RegistryManifest
{
    private RegistryManifest(ManifestDescriptor descriptor, ReadOnlyMemory<byte> content)
    {
        Descriptor = descriptor;
        Content = content;
    }

    /// <summary>Digest, media type and size of the manifest itself.</summary>
    public ManifestDescriptor Descriptor { get; }

    /// <summary>The manifest's JSON, byte for byte: its digest is over this.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The image's configuration, whose digest is the Engine's image id; null for a list.</summary>
    public ManifestDescriptor? Config { get; private init; }

    /// <summary>The layers, lowest first; empty for a list.</summary>
    public IReadOnlyList<ManifestDescriptor> Layers { get; private init; } = [];

    /// <summary>The manifests of a list, one for a platform; empty for an image.</summary>
    public IReadOnlyList<ManifestDescriptor> Manifests { get; private init; } = [];

    /// <summary>Bytes to fetch for the image: configuration and layers, compressed; 0 for a list.</summary>
    public long ImageSize => (Config?.Size ?? 0) + Layers.Sum(layer => layer.Size);

    internal static RegistryManifest Read(Uri source, ManifestDescriptor descriptor, byte[] content)
    {
        try
        {
            using var document = PeerJson.Parse(content);
            var root = document.RootElement;
            return new RegistryManifest(descriptor, content)
            {
                Config = root.TryGetProperty("config", out var config) ? Descriptors([config])[0] : null,
                Layers = root.TryGetProperty("layers", out var layers) ? Descriptors(layers.EnumerateArray()) : [],
                Manifests = root.TryGetProperty("manifests", out var manifests) ? Descriptors(manifests.EnumerateArray()) : [],
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw RegistryErrors.AnswerInvalid(source, Messages.FormatManifestCannotBeRead(descriptor.Digest, PlainText.Bound(failure.Message)));
        }
    }

    private static IReadOnlyList<ManifestDescriptor> Descriptors(IEnumerable<JsonElement> elements) =>
    [
        .. elements.Select(element => new ManifestDescriptor(
            element.GetProperty("digest").GetString() ?? "",
            element.GetProperty("mediaType").GetString() ?? "",
            element.GetProperty("size").GetInt64())),
    ];
}
