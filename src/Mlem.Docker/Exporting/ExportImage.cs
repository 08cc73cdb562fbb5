using Mlem.Docker.Building;

namespace Mlem.Docker.Exporting;

/// <summary>The image as it is written.</summary>
internal static class ExportImage
{
    /// <summary>By the digest of its registry, which never means another: <c>registry.example.com/team/iris@sha256:…</c>.</summary>
    /// <exception cref="MlemException"><c>ImageDigestMissing</c>.</exception>
    public static string ByDigest(ExportInput service)
    {
        if (service.Image?.Digest is not { Length: > 0 } digest)
        {
            throw new MlemException(
                "ImageDigestMissing",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatImageDigestMissing(service.Image?.Uri ?? service.Name),
                service.Image?.Uri ?? service.Name,
                Messages.ImageDigestMissingRemedy);
        }

        return $"{ImageReference.Parse(service.Image.Uri).Name}@{digest}";
    }

    /// <summary>The image with the digest that its registry has; as it is where its name tells no registry, or that has none.</summary>
    /// <exception cref="MlemException">The registry could not be asked.</exception>
    public static async Task<DockerImage> ResolveAsync(DockerImage image, ImageOperations images, CancellationToken cancellationToken)
    {
        if (image.Digest is not null)
            return image;
        DockerImage target;
        try
        {
            target = PushTarget.For(image, null);
        }
        catch (MlemException e) when (e.ErrorId == "RegistryMissing")
        {
            return image;
        }

        return await images.FindAsync(target, cancellationToken).ConfigureAwait(false) is { Digest: { } digest }
            ? target with { Digest = digest } : target;
    }
}
