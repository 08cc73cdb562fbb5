using System.Text.Json;

namespace Mlem.Docker.Engine.Buildx;

/// <summary>The file in which buildx says what it made (<c>--metadata-file</c>).</summary>
internal static class BuildxMetadata
{
    // What it holds of a builder's answer is as long as that likes.
    private const int Longest = 4 * 1024 * 1024;

    /// <summary>The ids of the file's image, the digest of its manifest first; none where it cannot be read.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return new FileInfo(path).Length > Longest ? [] : Ids(await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false));
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>The same of its content.</summary>
    public static IReadOnlyList<string> Ids(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = PeerJson.Parse(json);
            JsonElement? root = document.RootElement;
            return [.. new[] { root.Text("containerimage.digest"), root.Text("containerimage.config.digest") }.OfType<string>()];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
