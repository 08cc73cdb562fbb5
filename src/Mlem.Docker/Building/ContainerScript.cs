using System.Formats.Tar;
using System.Reflection;
using System.Text;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>Our own scripts, and the texts for them, in a container that is not started yet or runs.</summary>
internal static class ContainerScript
{
    /// <summary>The text of a script of this module, such as <c>probe.py</c>.</summary>
    public static async Task<string> ReadAsync(string name, CancellationToken cancellationToken)
    {
        using Stream source = Assembly.GetExecutingAssembly().GetManifestResourceStream("Mlem.Docker." + name)!;
        using var reader = new StreamReader(source);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a text as a file that every user of the container may read.</summary>
    public static Task CopyAsync(
        DockerEngine engine, string container, string folder, string name, string text, CancellationToken cancellationToken) => engine.Inside.CopyIntoAsync(
        container,
        folder,
        async (stream, stop) =>
        {
            var writer = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true);
            await using (writer.ConfigureAwait(false))
            {
                var entry = new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                    Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                };
                await writer.WriteEntryAsync(entry, stop).ConfigureAwait(false);
            }
        },
        cancellationToken);
}
