namespace Mlem.Docker.Exporting;

/// <summary>What a declaration is written for.</summary>
internal enum ExportPlatform
{
    /// <summary>A manifest for Kubernetes.</summary>
    Kubernetes,

    /// <summary>A Compose file.</summary>
    Compose,
}
