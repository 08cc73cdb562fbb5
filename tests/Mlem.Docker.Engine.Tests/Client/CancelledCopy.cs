using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Mlem.Docker.Engine.Tests.Client;

/// <summary>A classic build cancelled while the Engine writes a large layer, which it writes to the end.</summary>
internal static class CancelledCopy
{
    private const int Size = 24 << 20;

    public static async Task LeavesNothingAsync(DockerEngine client, string baseImage, CancellationToken cancellation)
    {
        HashSet<string> before = await ImagesAsync(client, cancellation);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var request = new ImageBuildRequest { Builder = ImageBuilderKind.Classic };
        string dockerfile = $"FROM {baseImage}\nENV MADE={Guid.NewGuid():N}\nCOPY large /\n";
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.BuildAsync(
            request, (stream, stop) => WriteAsync(stream, dockerfile + "RUN sleep 60\n", stop), new CancelOn("COPY large", cancel), cancel.Token));
        Assert.True(cancel.IsCancellationRequested, "the build came to no COPY");

        // By the time that the same work is done once more, the Engine has long ended the first.
        ImageBuildResult again = await client.BuildAsync(
            request, (stream, stop) => WriteAsync(stream, dockerfile, stop), NullOperationObserver.Instance, cancellation);
        Assert.True(await client.Images.RemoveImageAsync(again.ImageId, cancellationToken: cancellation));
        Assert.Equal(before, await ImagesAsync(client, cancellation));
    }

    private static async Task<HashSet<string>> ImagesAsync(DockerEngine client, CancellationToken cancellation) =>
        [.. (await client.Images.ListImagesAsync(cancellationToken: cancellation)).Select(image => image.Id)];

    private static async Task WriteAsync(Stream stream, string dockerfile, CancellationToken cancellation)
    {
        await using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        foreach ((string name, byte[] content) in ((string, byte[])[])[("Dockerfile", Encoding.UTF8.GetBytes(dockerfile)), ("large", RandomNumberGenerator.GetBytes(Size))])
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) }, cancellation);
    }
}
