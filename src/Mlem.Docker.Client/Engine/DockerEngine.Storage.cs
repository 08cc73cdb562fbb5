using System.Text.Json;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
    /// <summary>What images and build cache take on the Engine's disk, in bytes (<c>GET /system/df</c>).</summary>
    internal async Task<(long Images, long BuildCache)> GetStorageUseAsync(CancellationToken cancellationToken)
    {
        var question = new EngineQuestion(Messages.ReadingWhatEnginesDiskIsUsed, Endpoint.Address);
        using var answer = await _connection
            .GetJsonAsync(question, new EngineRequest("GET", "/system/df"), cancellationToken).ConfigureAwait(false);
        var root = answer.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw EngineErrors.Protocol(question.What, question.Target, Messages.ItsAnswerToSystemDfIs);
        // From API 1.52 on the numbers lie one level deeper.
        var images = Number(root, "LayersSize") ?? Number(Child(root, "ImageUsage"), "TotalSize") ?? 0;
        var cache = Child(root, "BuildCache") is { ValueKind: JsonValueKind.Array } entries
            ? entries.EnumerateArray().Sum(entry => Number(entry, "Size") ?? 0)
            : Number(Child(root, "BuildCacheUsage"), "TotalSize") ?? 0;
        return (images, cache);
    }

    private static JsonElement? Child(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } one && one.TryGetProperty(name, out var child) ? child : null;

    private static long? Number(JsonElement? parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;
}
