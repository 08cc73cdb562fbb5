using System.Formats.Tar;

namespace Mlem.Docker.Context;

/// <summary>
/// Streams a context as the tar that the Engine's <c>POST /build</c> takes. The same model and arguments give the same
/// bytes: the order is the context's, and times, owners and modes are fixed.
/// </summary>
internal static class TarContextWriter
{
    // After 1980, since a zip file made inside the image cannot hold an earlier time.
    private static readonly DateTimeOffset FixedTime = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task WriteAsync(
        DockerContext context, Stream destination, IProgress<long>? bytesWritten, CancellationToken cancellationToken)
    {
        var writer = new TarWriter(destination, TarEntryFormat.Pax, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            long written = 0;
            foreach (ContextEntry entry in context.Entries)
            {
                Stream content = entry.Open();
                await using (content.ConfigureAwait(false))
                {
                    if (content.Length != entry.Length)
                        throw FileCopy.SizeChanged(entry, content.Length);
                    await writer.WriteEntryAsync(Header(entry, content), cancellationToken).ConfigureAwait(false);
                }

                written += entry.Length;
                bytesWritten?.Report(written);
            }
        }
    }

    // ustar where it fits, since its header has no field that varies; PAX for long names, other letters and 8 GiB and more.
    private static TarEntry Header(ContextEntry entry, Stream content)
    {
        bool plain = entry.Length < 8L * 1024 * 1024 * 1024 && entry.Path.Length <= 100 && entry.Path.All(char.IsAscii);
        TarEntry header = plain
            ? new UstarTarEntry(TarEntryType.RegularFile, entry.Path)
            : new PaxTarEntry(TarEntryType.RegularFile, entry.Path);
        header.Mode = entry.Mode;
        header.ModificationTime = FixedTime;
        header.DataStream = content;
        return header;
    }
}
