namespace Mlem.Docker;

/// <summary>
/// Where an image lives. The base type is MLEM's registry type <c>local</c>: the images of the Docker Engine itself,
/// where nothing is pushed. MLEM: <c>DockerRegistry</c>.
/// </summary>
public record DockerRegistry
{
    /// <summary>MLEM's name of the type: <c>local</c>, <c>docker_io</c>, <c>remote</c>, <c>ecr</c> or <c>heroku</c>.</summary>
    public virtual string Type => "local";

    /// <summary>The host as MLEM's <c>get_host</c> gives it: empty for the Engine's own images, null where a host is missing.</summary>
    public virtual string? GetHost() => "";

    /// <summary>The image's whole name, as MLEM composes it: <c>repository/name:tag</c>, after the host where there is one.</summary>
    /// <param name="name">The image's name; may itself have several parts.</param>
    /// <param name="repository">What stands before the name; null for nothing.</param>
    /// <param name="tag">The tag.</param>
    /// <exception cref="MlemException"><c>RegistryHostMissing</c>: a remote registry without a host.</exception>
    public string GetUri(string name, string? repository = null, string tag = ImageTag.Latest) =>
        ComposeUri((repository is null ? "" : repository + "/") + name + ":" + tag);

    /// <summary>The host; where there is none, the type.</summary>
    public sealed override string ToString() => GetHost() is { Length: > 0 } host ? host : Type;

    /// <summary>Puts the registry before an image name that already has repository and tag.</summary>
    protected virtual string ComposeUri(string image) => image;
}
