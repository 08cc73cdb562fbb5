using System.Runtime.InteropServices;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>What succeeded with an image and yet deserves a warning.</summary>
internal static class ImageNotices
{
    /// <summary>
    /// Base images without a tag, or of the tag latest, that came from a registry: the same Dockerfile is another image
    /// tomorrow. One that was made on the Engine only moves when someone makes it anew there.
    /// </summary>
    public static async Task<IReadOnlyList<string>> MovingBasesAsync(
        string dockerfile,
        Func<string, CancellationToken, Task<EngineImage?>> find,
        Func<ImageReference, EngineImage, CancellationToken, Task<bool>> isOfRegistry,
        CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        foreach (ImageReference image in BaseImages.FromDockerfile(dockerfile).Where(i => i is { Digest: null, Tag: null or ImageTag.Latest }))
        {
            EngineImage? found;
            try
            {
                found = await find(image.EngineName, cancellationToken).ConfigureAwait(false);
            }
            catch (EngineException)
            {
                continue;
            }

            if (found is null || await isOfRegistry(image, found, cancellationToken).ConfigureAwait(false))
                warnings.Add(Messages.FormatBaseImageMovesItsTagIs(image.Familiar));
        }

        return warnings;
    }

    /// <summary>
    /// An image of another architecture than the Engine's. The Engine is only asked where it may be so: for a platform
    /// that was asked for, or an image that is not for a machine such as this one.
    /// </summary>
    public static async Task<string?> OtherArchitectureAsync(
        DockerEngine engine, EngineImage image, string name, string? platform, CancellationToken cancellationToken)
    {
        if (image.Architecture.Length == 0 || (platform is null && image.Architecture == Docker(RuntimeInformation.OSArchitecture)))
            return null;
        try
        {
            string own = (await engine.GetVersionAsync(cancellationToken).ConfigureAwait(false)).Arch ?? string.Empty;
            return OtherArchitecture(name, image.Architecture, own);
        }
        catch (EngineException)
        {
            // The image is there; what is not known is no reason to fail.
            return null;
        }
    }

    /// <summary>The warning, or null where both are the same or not known.</summary>
    public static string? OtherArchitecture(string name, string image, string engine) =>
        engine.Length == 0 || image.Length == 0 || image == engine
            ? null
            : Messages.FormatImageIsForAndDockerEngines(name, image, engine);

    private static string Docker(Architecture architecture) => architecture switch
    {
        Architecture.X64 => "amd64",
        Architecture.X86 => "386",
        var other => other.ToString().ToLowerInvariant(),
    };
}
