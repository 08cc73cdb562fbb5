namespace Mlem.Docker.Context;

/// <summary>How files are read: with or without a look at what they hold, always in one pass.</summary>
internal sealed class ContentReading
{
    private const int Md5Digits = 32;

    /// <summary>True to hold artifacts against the hash that MLEM recorded.</summary>
    public bool Verify { get; init; }

    /// <summary>Takes the SHA-256 of each file by its path; null where nobody needs it.</summary>
    public IDictionary<string, string>? Sha256 { get; init; }

    /// <summary>Whether a file's content is looked at, so that it must pass through this process.</summary>
    public bool Looks(ContextEntry entry) => Sha256 is not null || (Verify && entry is FileEntry { RecordedHash: not null });

    /// <summary>Hands a file's content on, and judges it when it has been read.</summary>
    /// <exception cref="MlemException"><c>ArtifactChanged</c>, <c>ArtifactHashDiffers</c> or <c>ArtifactHashUnknown</c>.</exception>
    public async Task ReadAsync(ContextEntry entry, Func<Stream, Task> use, CancellationToken cancellationToken)
    {
        using ContentDigest? digest = Begin(entry);
        var content = new ReadAheadStream(entry, digest, cancellationToken);
        await using (content.ConfigureAwait(false))
        {
            await use(content).ConfigureAwait(false);
            await content.FinishAsync().ConfigureAwait(false);
        }

        if (digest?.Md5 is { } md5)
            Compare((FileEntry)entry, md5);
        if (digest?.Sha256 is { } sha256)
            Sha256![entry.Path] = sha256;
    }

    /// <summary>Reads a file only to judge it.</summary>
    public Task ReadAsync(ContextEntry entry, CancellationToken cancellationToken) =>
        ReadAsync(entry, content => content.CopyToAsync(Stream.Null, cancellationToken), cancellationToken);

    private ContentDigest? Begin(ContextEntry entry)
    {
        bool md5 = Verify && entry is FileEntry { RecordedHash: not null };
        if (md5 && ((FileEntry)entry).RecordedHash!.Length != Md5Digits)
        {
            throw Problem(
                "ArtifactHashUnknown", (FileEntry)entry,
                Messages.FormatArtifactHashUnknown(((FileEntry)entry).RecordedHash, entry.Path));
        }

        return md5 || Sha256 is not null ? new ContentDigest(md5, Sha256 is not null) : null;
    }

    private static void Compare(FileEntry entry, string md5)
    {
        if (!md5.Equals(entry.RecordedHash, StringComparison.OrdinalIgnoreCase))
        {
            throw Problem(
                "ArtifactHashDiffers", entry,
                Messages.FormatArtifactHashDiffers(entry.Path, md5, entry.RecordedHash, entry.SourcePath));
        }
    }

    private static MlemException Problem(string id, FileEntry entry, string message) => new(
        id, MlemErrorCategory.InvalidData, message, entry.SourcePath, Messages.CopyModelsFilesAgainOrSave);
}
