namespace Mlem.Docker.Building;

/// <summary>What made a pip step of a build fail.</summary>
public enum PipFailureKind
{
    /// <summary>The package has no release that the image's Python can use, or not the one that is asked for.</summary>
    NoReleaseForPython,

    /// <summary>The package is there, the version that is asked for is not.</summary>
    NoSuchVersion,

    /// <summary>The index knows no package of that name.</summary>
    NoSuchPackage,

    /// <summary>Nothing fits, and pip does not tell which of the reasons above it was.</summary>
    NoMatchingRelease,

    /// <summary>Two requirements, or a requirement and a constraint, exclude each other.</summary>
    Conflict,

    /// <summary>pip gave up looking for versions that fit together.</summary>
    ResolutionTooDeep,

    /// <summary>The package has no wheel here and must be compiled, and a compiler, tool or library is missing.</summary>
    MustCompile,

    /// <summary>The package must be built from source, and its build does not work with today's build tools or this Python.</summary>
    BuildSystem,

    /// <summary>An index does not answer: name, connection, proxy or time.</summary>
    IndexUnreachable,

    /// <summary>The connection to an index is not trusted.</summary>
    IndexNotTrusted,

    /// <summary>An index answers with an HTTP error such as 401, 403, 404 or 503.</summary>
    IndexRefused,

    /// <summary>A download is not what the hash says.</summary>
    HashMismatch,

    /// <summary>Hashes are required, and one is missing.</summary>
    HashMissing,

    /// <summary>A requirement comes from a repository, and the image has no git.</summary>
    GitMissing,

    /// <summary>git could not get the repository or the revision.</summary>
    GitFailed,

    /// <summary>A line is not one that pip reads.</summary>
    Syntax,

    /// <summary>A requirements or constraints file is missing in the image.</summary>
    FileMissing,

    /// <summary>Only clearing pip's cache failed; the packages are installed.</summary>
    CachePurge,

    /// <summary>The image has no pip.</summary>
    PipMissing,

    /// <summary>The image's Python is managed by its distribution, and pip may not install into it.</summary>
    ExternallyManaged,

    /// <summary>The Engine's disk is full.</summary>
    DiskFull,
}
