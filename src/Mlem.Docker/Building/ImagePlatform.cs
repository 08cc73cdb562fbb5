using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>
/// Whether an image is for the platform that was asked for. The classic builder takes a base image that is on the Engine
/// whatever its platform (seen on 20.10 and 28), and what it makes then does not run where it is wanted.
/// </summary>
internal static class ImagePlatform
{
    /// <exception cref="MlemException"><c>ImagePlatformMismatch</c>.</exception>
    public static void Ensure(string? wanted, EngineImage image, string name)
    {
        if (wanted is null || Fits(wanted, image.OperatingSystem, image.Architecture))
            return;
        throw new MlemException(
            "ImagePlatformMismatch",
            MlemErrorCategory.InvalidOperation,
            Messages.FormatImagePlatformMismatch(name, $"{image.OperatingSystem}/{image.Architecture}", wanted),
            name,
            Messages.ImagePlatformMismatchRemedy);
    }

    /// <summary>Whether the names mean the same: <c>linux/arm64/v8</c>, <c>arm64</c> and <c>linux/aarch64</c> do.</summary>
    public static bool Fits(string wanted, string system, string architecture)
    {
        string[] parts = wanted.ToLowerInvariant().Split('/');
        // Docker takes an operating system or a processor alone as well.
        (string? os, string? processor) = parts switch
        {
            ["linux" or "windows"] => (parts[0], null),
            [var alone] => (null, alone),
            [var first, var second, ..] => (first, second),
            _ => ((string?)null, (string?)null),
        };
        return (os is null || system.Length == 0 || os == system)
            && (processor is null || architecture.Length == 0 || Known(processor) == Known(architecture));
    }

    private static string Known(string processor) => processor switch
    {
        "x86_64" or "x86-64" => "amd64",
        "aarch64" => "arm64",
        "armhf" or "armel" => "arm",
        "i386" => "386",
        _ => processor,
    };
}
