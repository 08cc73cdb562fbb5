namespace Mlem.Docker;

/// <summary>A folder with everything that <c>docker build</c> needs (MLEM: the result of <c>DockerDirBuilder</c>).</summary>
/// <param name="Path">The folder, as an absolute path.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Server">The server in the image.</param>
/// <param name="BaseImage">The image it is based on.</param>
/// <param name="Files">Its files: paths in the folder, with forward slashes, and sizes.</param>
public sealed record DockerDir(
    string Path, string? Model, Server Server, string BaseImage, IReadOnlyList<DockerDirFile> Files)
{
    /// <summary>The Python of the image; null where it is not known.</summary>
    public string? PythonVersion { get; init; }

    /// <summary>Why it is that one; null where it is not known.</summary>
    public string? PythonReason { get; init; }

    /// <summary>The sizes of all files added up, in bytes.</summary>
    public long TotalSize => Files.Sum(f => f.Size);

    /// <summary>The folder drawn as a tree, with sizes: what <c>Format-Custom</c> shows.</summary>
    public string ToTree() => DockerDirTree.Draw(Path, Files);

    /// <inheritdoc/>
    public override string ToString() => Path;
}

/// <summary>A file of a Docker folder.</summary>
/// <param name="Name">Its path in the folder, with forward slashes.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record DockerDirFile(string Name, long Size)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
