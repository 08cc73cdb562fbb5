using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>A layer that a COPY made: its digest, and each entry with everything but the time of /app itself.</summary>
internal sealed record CopyLayer(string Digest, string Entries);

/// <summary>When an image was made, and the layers that its COPY instructions made.</summary>
internal sealed record CopyLayers(DateTimeOffset Created, IReadOnlyList<CopyLayer> Layers)
{
    public IEnumerable<string> Digests => Layers.Select(l => l.Digest);

    /// <summary>The entries of each layer that no layer before it has just so.</summary>
    public IEnumerable<string> NewEntries()
    {
        HashSet<string> seen = [];
        return [.. Layers.Select(layer => string.Join('\n', layer.Entries.Split('\n').Where(seen.Add)))];
    }

    /// <summary>Those of an image, as the Engine saves it: the history says which layer is whose.</summary>
    public static async Task<CopyLayers> OfAsync(EngineApi api, string image, CancellationToken cancellation)
    {
        Dictionary<string, byte[]> files = await FilesAsync(await api.GetBytesAsync($"images/{image}/get", cancellation), cancellation);
        JsonNode manifest = JsonNode.Parse(files["manifest.json"])![0]!;
        JsonNode config = JsonNode.Parse(files[(string)manifest["Config"]!])!;
        string[] steps = [.. config["history"]!.AsArray().Where(s => (bool?)s!["empty_layer"] != true).Select(s => (string?)s!["created_by"] ?? "")];
        string[] layers = [.. manifest["Layers"]!.AsArray().Select(l => (string)l!)];
        Assert.Equal(steps.Length, layers.Length);
        byte[][] copies = [.. steps.Zip(layers).Where(s => s.First.Contains("COPY ", StringComparison.Ordinal)).Select(s => files[s.Second])];
        return new CopyLayers(DateTimeOffset.Parse((string)config["created"]!), await Task.WhenAll(copies.Select(c => ReadAsync(c, cancellation))));
    }

    private static async Task<CopyLayer> ReadAsync(byte[] layer, CancellationToken cancellation)
    {
        using var reader = new TarReader(new MemoryStream(layer));
        var lines = new List<string>();
        while (await reader.GetNextEntryAsync(copyData: true, cancellation) is { } entry)
        {
            string hash = entry.DataStream is { } data ? Convert.ToHexString(await SHA256.HashDataAsync(data, cancellation)) : "-";
            string time = entry.Name.TrimEnd('/') == "app" ? "-" : entry.ModificationTime.ToString("O");
            lines.Add($"{entry.Name} {entry.EntryType} {entry.Mode} {entry.Uid}:{entry.Gid} {time} {hash}");
        }

        return new CopyLayer(Convert.ToHexString(SHA256.HashData(layer)), string.Join('\n', lines));
    }

    private static async Task<Dictionary<string, byte[]>> FilesAsync(byte[] tar, CancellationToken cancellation)
    {
        var files = new Dictionary<string, byte[]>();
        using var reader = new TarReader(new MemoryStream(tar));
        while (await reader.GetNextEntryAsync(copyData: true, cancellation) is { } entry)
        {
            using var content = new MemoryStream();
            if (entry.DataStream is { } data)
                await data.CopyToAsync(content, cancellation);
            files[entry.Name] = Unpacked(content.ToArray());
        }

        return files;
    }

    // With the containerd store the layers lie there as a registry gets them.
    private static byte[] Unpacked(byte[] content)
    {
        if (content is not [0x1f, 0x8b, ..])
            return content;
        using var unpacked = new MemoryStream();
        using (var packed = new GZipStream(new MemoryStream(content), CompressionMode.Decompress))
            packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
