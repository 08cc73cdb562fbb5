namespace Mlem.Docker.Artifacts;

/// <summary>What kind of file an artifact is, by its first bytes.</summary>
internal enum ArtifactKind
{
    /// <summary>A pickle, or what may be one of protocol 0 or 1.</summary>
    Pickle,

    /// <summary>A zip file: of torch, or NumPy's <c>.npz</c>.</summary>
    Zip,

    /// <summary>A tar file, as old versions of torch wrote.</summary>
    Tar,

    /// <summary>An array of NumPy's (<c>.npy</c>).</summary>
    Npy,

    /// <summary>Compressed by gzip.</summary>
    Gzip,

    /// <summary>Compressed by zlib.</summary>
    Zlib,

    /// <summary>Compressed by bzip2.</summary>
    Bzip2,

    /// <summary>Compressed by xz.</summary>
    Xz,

    /// <summary>Compressed by LZMA alone.</summary>
    Lzma,

    /// <summary>Compressed by LZ4.</summary>
    Lz4,
}
