using Mlem.Docker.Engine;

namespace Mlem.Docker;

/// <summary>How an image is built (MLEM: fields of <c>DockerImageBuilder</c>).</summary>
public sealed record ImageBuildOptions
{
    /// <summary>Whether an image of that name is replaced (<c>force_overwrite</c>).</summary>
    public bool Overwrite { get; init; } = true;

    /// <summary>Whether the image is pushed to its registry (<c>push</c>); nothing is pushed to the Engine's own.</summary>
    public bool Push { get; init; } = true;

    /// <summary>Which builder of the Engine does the work.</summary>
    public ImageBuilderKind Builder { get; init; }

    /// <summary>How the image is tried before it gets its name and before any push; null to leave that out.</summary>
    public ImageVerifyOptions? Verify { get; init; }

    /// <summary>
    /// From what size in bytes on artifacts are put into images of their own, built once for each content; null to send
    /// them with every build.
    /// </summary>
    public long? SeparateWeightsFrom { get; init; }

    /// <summary>More labels of the image.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
