using System.Formats.Tar;
using System.Text;
using Docker.DotNet.Models;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>Reads a small text file of an image, from a container that is never started.</summary>
internal sealed class ImageFile(DockerEngine engine, IOperationObserver observer)
{
    private const int Longest = 1 << 20;

    // A small file; whoever sends it drop by drop is not waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private static readonly TimeSpan Cleanup = TimeSpan.FromSeconds(30);

    /// <summary>The file's text; null where it is not there or cannot be read.</summary>
    /// <param name="image">The image's id.</param>
    /// <param name="path">The file itself, and not a link to it.</param>
    /// <param name="cancellationToken">Stops it; the container is removed all the same.</param>
    public async Task<string?> ReadAsync(string image, string path, CancellationToken cancellationToken)
    {
        string container = $"mlem-look-{Guid.NewGuid():N}"[..24];
        try
        {
            // It has a command only because an Engine makes no container without one.
            await engine.Containers.CreateContainerAsync(
                new CreateContainerParameters { Image = image, Name = container, Cmd = ["none"] }, CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            string? text = null;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            await engine.Inside.CopyOutAsync(
                container, path, async (stream, stop) => text = await TextAsync(stream, stop).ConfigureAwait(false), limit.Token).ConfigureAwait(false);
            return text;
        }
        catch (Exception e) when (e is EngineException or IOException or InvalidDataException or FormatException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Without it, less is known of the image; the build goes on.
            observer.Debug(e.Message);
            return null;
        }
        finally
        {
            using var cleanup = new CancellationTokenSource(Cleanup);
            await engine.Containers.RemoveContainerAsync(container, force: true, volumes: true, cleanup.Token).ConfigureAwait(false);
        }
    }

    private static async Task<string?> TextAsync(Stream stream, CancellationToken cancellationToken)
    {
        // The file is its first entry; what an image holds there may be of any size.
        using var reader = new TarReader(stream, leaveOpen: true);
        return await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { DataStream: { } data, Length: < Longest }
            ? await new StreamReader(data, Encoding.UTF8).ReadToEndAsync(cancellationToken).ConfigureAwait(false)
            : null;
    }
}
