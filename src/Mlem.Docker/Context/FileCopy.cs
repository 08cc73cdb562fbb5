using Microsoft.Win32.SafeHandles;

namespace Mlem.Docker.Context;

/// <summary>Writes one entry to a file, with a check that a source has not changed its size meanwhile.</summary>
internal static class FileCopy
{
    // Large enough to keep the number of system calls low, small enough to stay in the processor's cache.
    private const int BufferSize = 256 * 1024;

    public static async Task WriteAsync(ContextEntry entry, string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            PreallocationSize = entry.Length,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = entry.Mode;
        long written;
        await using (Stream source = entry.Open())
        await using (var target = new FileStream(path, options))
        {
            await source.CopyToAsync(target, BufferSize, cancellationToken).ConfigureAwait(false);
            written = target.Length;
            SetMode(target.SafeFileHandle, entry.Mode);
        }

        if (written != entry.Length)
            throw SizeChanged(entry, written);
    }

    /// <summary>The error for a file that grew or shrank between the moment it was described and the moment it was read.</summary>
    public static MlemException SizeChanged(ContextEntry entry, long read) => new(
        "ArtifactChanged",
        MlemErrorCategory.InvalidData,
        $"'{entry.Path}' had {entry.Length} bytes when the context was made and {read} bytes when it was read.",
        entry.Path,
        "Something writes to the model's files; wait until it is done and try again.");

    // The mode given at creation is reduced by the process's umask.
    private static void SetMode(SafeFileHandle file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, mode);
    }
}
