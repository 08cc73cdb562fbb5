using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Kubernetes;

/// <summary>
/// A platform as the labels of nodes tell it, read as containerd reads it: <c>arm64</c>, <c>linux/aarch64</c> and
/// <c>Linux/ARM64/v8</c> are one.
/// </summary>
internal static class KubernetesPlatform
{
    private static readonly HashSet<string> Systems = ["linux", "windows"];

    private static readonly HashSet<string> Architectures =
        ["386", "amd64", "arm", "arm64", "loong64", "mips64le", "ppc64le", "riscv64", "s390x"];

    public static YamlMapping? Selector(string? platform)
    {
        if (platform is not { Length: > 0 })
            return null;
        string[] parts = platform.ToLowerInvariant().Split('/');
        if (parts is [var alone])
            parts = Systems.Contains(alone) ? [alone, string.Empty] : ["linux", alone];
        (string architecture, string variant) = Architecture(parts[1], parts.ElementAtOrDefault(2) ?? string.Empty);
        bool known = parts.Length <= 3 && Systems.Contains(parts[0])
            && (Architectures.Contains(architecture) || (architecture.Length == 0 && !platform.Contains('/')));
        if (!known)
            throw Refuse(Messages.FormatPlatformIsNone(platform));
        if (variant.Length > 0)
            throw Refuse(Messages.FormatPlatformsVariantIsNoLabel(platform));
        return Map(("kubernetes.io/os", parts[0]), ("kubernetes.io/arch", architecture.Length > 0 ? architecture : null));
    }

    private static (string Architecture, string Variant) Architecture(string name, string variant) => (name, variant) switch
    {
        ("i386", _) => ("386", string.Empty),
        ("x86_64" or "x86-64" or "amd64", "" or "v1") => ("amd64", string.Empty),
        ("x86_64" or "x86-64" or "amd64", _) => ("amd64", variant),
        ("aarch64" or "arm64", "" or "8" or "v8") => ("arm64", string.Empty),
        ("aarch64" or "arm64", _) => ("arm64", variant),
        ("armhf", _) => ("arm", "v7"),
        ("armel", _) => ("arm", "v6"),
        _ => (name, variant),
    };

    private static MlemException Refuse(string why) =>
        ExportRules.Refuse(ExportPlatform.Kubernetes, "platform", why, Messages.GivePlatformAsOsAndArchitecture);
}
