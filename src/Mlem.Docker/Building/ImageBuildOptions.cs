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

    /// <summary>More labels of the image; names that begin with <c>mlem.</c> are this module's own.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Further tags of the image, which are given and pushed as its own is.</summary>
    public IReadOnlyList<string> AdditionalTags { get; init; } = [];

    /// <summary>Takes nothing from the Engine's build cache (<c>docker build --no-cache</c>).</summary>
    public bool NoCache { get; init; }

    /// <summary>Looks for newer base images even where the Engine has them (<c>docker build --pull</c>).</summary>
    public bool Pull { get; init; }

    /// <summary>The network of RUN instructions, such as <c>host</c> or <c>none</c>; null for the Engine's default (<c>docker build --network</c>).</summary>
    public string? Network { get; init; }

    /// <summary>What only buildx can do; where anything is in it, buildx builds.</summary>
    public BuildxWishes Buildx { get; init; } = new();
}
