using System.Security.Cryptography;
using System.Text;
using Mlem.Docker.Context;

namespace Mlem.Docker.Building.Weights;

/// <summary>Artifacts that share an image of weights: one that is large, or all that are small.</summary>
internal sealed record WeightsGroup(IReadOnlyList<FileEntry> Files)
{
    // Each becomes a layer, of which an image may have 127 in all.
    private const int MaxLarge = 32;

    /// <summary>The repository of all images of weights.</summary>
    public const string Repository = "mlem-weights";

    public long Size => Files.Sum(f => f.Length);

    /// <summary>The artifacts at or over the threshold, each alone, and the others together if they reach it together.</summary>
    public static IReadOnlyList<WeightsGroup> FromContext(DockerContext context, long threshold)
    {
        FileEntry[] artifacts = [.. context.Entries.OfType<FileEntry>().Where(e => e.RecordedHash is not null)];
        FileEntry[] large = [.. artifacts.Where(a => a.Length >= threshold).OrderByDescending(a => a.Length).Take(MaxLarge)];
        var rest = new WeightsGroup([.. artifacts.Except(large)]);
        return [.. large.OrderBy(a => a.Path, StringComparer.Ordinal).Select(a => new WeightsGroup([a])), .. rest.Size >= threshold ? [rest] : (WeightsGroup[])[]];
    }

    /// <summary>The image's name: the hash of what its files hold and of where they lie, and of a platform that was asked for.</summary>
    public string Name(IReadOnlyDictionary<string, string> sha256, string? platform)
    {
        string list = string.Concat(Files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => $"{sha256[f.Path]} {f.Path}\n"));
        list += platform;
        return $"{Repository}:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(list))).ToLowerInvariant()}";
    }
}
