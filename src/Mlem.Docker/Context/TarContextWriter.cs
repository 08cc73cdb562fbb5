using System.Formats.Tar;

namespace Mlem.Docker.Context;

/// <summary>
/// Streams files as the tar that the Engine's <c>POST /build</c> takes. The same files give the same bytes: the order is
/// the given one, and times, owners and modes are fixed. Folders have entries of their own, since the Engine would give
/// those it makes by itself the time of the build, and a layer's digest would be another each time.
/// </summary>
internal static class TarContextWriter
{
    private const int BufferSize = 128 * 1024;

    /// <summary>The mode of every folder.</summary>
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // After 1980, since a zip file made inside the image cannot hold an earlier time.
    private static readonly DateTimeOffset FixedTime = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task WriteAsync(
        IReadOnlyList<ContextEntry> entries,
        ContentReading reading,
        Stream destination,
        IProgress<long>? bytesWritten,
        CancellationToken cancellationToken)
    {
        // Headers, paddings and small files go out together; large blocks pass by. What a failure leaves in it is never sent.
        var buffer = new BufferedStream(destination, BufferSize);
        var writer = new TarWriter(buffer, TarEntryFormat.Pax, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            long written = 0;
            var folders = new HashSet<string>(StringComparer.Ordinal);
            foreach (ContextEntry entry in entries)
            {
                foreach (string folder in Folders(entry.Path).Where(folders.Add))
                    await writer.WriteEntryAsync(Folder(folder), cancellationToken).ConfigureAwait(false);
                await reading.ReadAsync(
                    entry, content => writer.WriteEntryAsync(File(entry, content), cancellationToken), cancellationToken).ConfigureAwait(false);
                written += entry.Length;
                bytesWritten?.Report(written);
            }
        }

        await buffer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<string> Folders(string path)
    {
        for (int slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
            yield return path[..(slash + 1)];
    }

    private static TarEntry Folder(string path)
    {
        TarEntry header = Entry(TarEntryType.Directory, path, 0);
        header.Mode = FolderMode;
        header.ModificationTime = FixedTime;
        return header;
    }

    private static TarEntry File(ContextEntry entry, Stream content)
    {
        TarEntry header = Entry(TarEntryType.RegularFile, entry.Path, entry.Length);
        header.Mode = entry.Mode;
        header.ModificationTime = FixedTime;
        header.DataStream = content;
        return header;
    }

    // ustar where it fits, since its header has no field that varies; PAX for long names, other letters and 8 GiB and more.
    private static TarEntry Entry(TarEntryType type, string path, long length) =>
        length < 8L * 1024 * 1024 * 1024 && path.Length <= 100 && path.All(char.IsAscii)
            ? new UstarTarEntry(type, path)
            : new PaxTarEntry(type, path);
}
