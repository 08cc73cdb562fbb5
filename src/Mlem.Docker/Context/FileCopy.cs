using Microsoft.Win32.SafeHandles;

namespace Mlem.Docker.Context;

/// <summary>
/// Writes entries to files: a link on request, else by the kernel, else through this process, which also hashes; always with a
/// check that the source still has the size that it had when the context was made.
/// </summary>
internal sealed class FileCopy(ContentReading reading, bool hardLink, IOperationObserver observer)
{
    private const int BufferSize = 256 * 1024;

    public async Task WriteAsync(ContextEntry entry, string path, CancellationToken cancellationToken)
    {
        if (entry is FileEntry { RecordedHash: not null } artifact && !reading.Looks(entry) && hardLink)
        {
            using SafeFileHandle source = artifact.Source.OpenHandle();
            if (HasMode(source, artifact) && KernelCopy.TryLink(source, path))
                return;
            observer.Warning(Messages.FormatCouldNotBeLinkedToSo(artifact.SourcePath, path));
        }

        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = entry.Mode;
        var target = new FileStream(path, options);
        await using (target.ConfigureAwait(false))
        {
            if (!await CopiedByKernelAsync(entry, target, cancellationToken).ConfigureAwait(false))
            {
                await reading.ReadAsync(
                    entry, content => content.CopyToAsync(target, BufferSize, cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            SetMode(target.SafeFileHandle, entry.Mode);
        }
    }

    private async Task<bool> CopiedByKernelAsync(ContextEntry entry, FileStream target, CancellationToken cancellationToken)
    {
        if (entry is not FileEntry file || reading.Looks(entry) || !OperatingSystem.IsLinux())
            return false;
        using SafeFileHandle source = file.Source.OpenHandle();
        long length = RandomAccess.GetLength(source);
        if (length != entry.Length)
            throw SizeChanged(entry, length);
        if (!await Task.Run(() => KernelCopy.TryCopy(source, target.SafeFileHandle, length, cancellationToken), cancellationToken).ConfigureAwait(false))
            return false;
        length = RandomAccess.GetLength(source);
        return length == entry.Length ? true : throw SizeChanged(entry, length);
    }

    /// <summary>The error for a file that grew or shrank between the moment it was described and the moment it was read.</summary>
    public static MlemException SizeChanged(ContextEntry entry, long read) => new(
        "ArtifactChanged",
        MlemErrorCategory.InvalidData,
        Messages.FormatArtifactChanged(entry.Path, entry.Length, read),
        entry.Path,
        Messages.ArtifactChangedRemedy);

    // A link has the mode of the model's file, which may be readable for its owner alone, and the image's user is another one.
    private static bool HasMode(SafeFileHandle source, FileEntry file) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(source) & file.Mode) == file.Mode;

    // The mode given at creation is reduced by the process's umask.
    private static void SetMode(SafeFileHandle file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, mode);
    }
}
