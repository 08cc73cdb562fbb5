using Mlem.Docker.Context;

namespace Mlem.Docker;

/// <summary>A file of a Docker build context.</summary>
/// <param name="Path">Its path in the context, with forward slashes.</param>
/// <param name="Length">Its size in bytes.</param>
public abstract record ContextEntry(string Path, long Length)
{
    /// <summary>Its mode: always 0644, as MLEM writes files.</summary>
    public UnixFileMode Mode =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Opens the content for reading from its beginning.</summary>
    internal abstract Stream Open();
}

/// <summary>A file whose content is made by the generator and is in memory; these are small.</summary>
internal sealed record GeneratedEntry(string Path, ReadOnlyMemory<byte> Content) : ContextEntry(Path, Content.Length)
{
    internal override Stream Open() => new MemoryStream(Content.ToArray(), writable: false);
}

/// <summary>A file that is read from disk when the context is written.</summary>
internal sealed record FileEntry(string Path, SourceFile Source) : ContextEntry(Path, Source.Length)
{
    /// <summary>The file itself, without links.</summary>
    public string SourcePath => Source.Path;

    /// <summary>The md5 that MLEM recorded for an artifact; null for every other file.</summary>
    public string? RecordedHash { get; init; }

    internal override Stream Open() => Source.Open();
}
