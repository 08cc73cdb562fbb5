namespace Mlem.Docker.Registries;

/// <summary>The media types of manifests: Docker's schema 2 and OCI's, each for one image and for a list of platforms.</summary>
internal static class ManifestMediaTypes
{
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    /// <summary>All four: a registry answers 404 for a manifest in a form that was not asked for.</summary>
    public static IReadOnlyList<string> All { get; } = [OciIndex, DockerList, OciManifest, DockerManifest];
}
