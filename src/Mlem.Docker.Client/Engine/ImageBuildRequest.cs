namespace Mlem.Docker.Engine;

/// <summary>What to build; the context itself is written as a tar stream by the caller (<c>POST /build</c>).</summary>
public sealed record ImageBuildRequest
{
    /// <summary>The names of the image, such as <c>team/model:1.0</c>; a name without tag gets <c>latest</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What errors and progress call the image; null for its first name.</summary>
    public string? ShownAs { get; init; }

    /// <summary>Values of the Dockerfile's <c>ARG</c>s. They are masked wherever we write.</summary>
    public IReadOnlyDictionary<string, string?> BuildArguments { get; init; } = new Dictionary<string, string?>();

    /// <summary>Values that stand in the Dockerfile and are masked as well, by the names of their variables.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Hidden { get; init; } = [];

    /// <summary>Labels of the image.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The platform, such as <c>linux/arm64</c>; null for the Engine's own.</summary>
    public string? Platform { get; init; }

    /// <summary>The Dockerfile's path inside the context; null for <c>Dockerfile</c>.</summary>
    public string? Dockerfile { get; init; }

    /// <summary>The stage to build; null for the last.</summary>
    public string? Target { get; init; }

    /// <summary>True to look for newer base images even where the Engine has them.</summary>
    public bool Pull { get; init; }

    /// <summary>True to take nothing from the cache.</summary>
    public bool NoCache { get; init; }

    /// <summary>The network of RUN instructions, such as <c>host</c> or <c>none</c>; null for the Engine's default.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>
    /// What to show to which registry while base images are pulled. Only the classic builder takes them; before a
    /// BuildKit build, pull private base images with <see cref="TransfersApi.PullAsync"/>.
    /// </summary>
    public IReadOnlyDictionary<string, RegistryCredential> Credentials { get; init; } = new Dictionary<string, RegistryCredential>();

    /// <summary>Which builder of the Engine does the work.</summary>
    public ImageBuilderKind Builder { get; init; }

    /// <summary>What only buildx can do; where anything is in it, buildx builds.</summary>
    public BuildxWishes Buildx { get; init; } = new();
}
