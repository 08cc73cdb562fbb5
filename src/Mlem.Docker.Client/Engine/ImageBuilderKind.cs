namespace Mlem.Docker;

/// <summary>Which builder of the Engine does the work.</summary>
public enum ImageBuilderKind
{
    /// <summary>The one that the Engine prefers, by <c>Builder-Version</c> in its answer to <c>/_ping</c>.</summary>
    Auto,

    /// <summary>The classic builder (<c>version=1</c>).</summary>
    Classic,

    /// <summary>BuildKit (<c>version=2</c>), without a session: no secrets, no ssh, no login of this side.</summary>
    BuildKit,

    /// <summary>The program <c>docker buildx</c>, which has secrets, ssh, caches and builders of its own.</summary>
    Buildx,
}
