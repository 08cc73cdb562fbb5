using Mlem.Docker.Registries;

namespace Mlem.Docker.Building;

/// <summary>Where an image is pushed to.</summary>
internal static class PushTarget
{
    /// <summary>The image as the registry is to have it.</summary>
    /// <param name="image">The image.</param>
    /// <param name="registry">The registry; null for the image's own, or the one that its name begins with.</param>
    /// <exception cref="MlemException"><c>RegistryMissing</c>.</exception>
    public static DockerImage For(DockerImage image, DockerRegistry? registry)
    {
        if (registry is null && image.Registry is DockerIORegistry or RemoteRegistry)
            return image;
        ImageReference reference = ImageReference.Parse(image.Uri);
        bool hosted = image.Registry is not RemoteRegistry && reference.Domain != ImageReference.DockerHubDomain;
        if (registry is null)
            return hosted ? Rename(image, reference, new RemoteRegistry(reference.Domain)) : throw NoRegistry(reference);
        return hosted ? Rename(image, reference, registry) : image with { Registry = registry };
    }

    // The Engine's names hold the host of the registry; a registry's own do not.
    private static DockerImage Rename(DockerImage image, ImageReference reference, DockerRegistry registry)
    {
        int slash = reference.Repository.LastIndexOf('/');
        return image with
        {
            Name = reference.Repository[(slash + 1)..],
            Repository = slash < 0 ? null : reference.Repository[..slash],
            Registry = registry,
        };
    }

    private static MlemException NoRegistry(ImageReference reference) => new(
        "RegistryMissing",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatImageHasNoRegistryToBe(reference.Familiar),
        reference.Familiar,
        Messages.GiveRegistryLocalhost5000RegistryExample);
}
