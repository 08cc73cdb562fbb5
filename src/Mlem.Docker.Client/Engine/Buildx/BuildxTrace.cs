using System.Text.Json;
using Mlem.Docker.Engine.Streams;

namespace Mlem.Docker.Engine.Buildx;

/// <summary>One line of buildx's progress as JSON (BuildKit's <c>client.SolveStatus</c>): what a trace of the Engine's stream is in JSON.</summary>
internal static class BuildxTrace
{
    /// <summary>Reads a line; null for one that is none, such as the error at the end.</summary>
    public static BuildKitTrace? Parse(ReadOnlyMemory<byte> line)
    {
        if (line.Length == 0 || line.Span[0] != (byte)'{')
            return null;
        try
        {
            using var document = PeerJson.Parse(line);
            JsonElement? root = document.RootElement;
            return new BuildKitTrace(
                [.. root.Items("vertexes").Select(Vertex)], [.. root.Items("logs").Select(Log)],
                [.. root.Items("statuses").Select(Status)], [.. root.Items("warnings").Select(Warning)]);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static BuildKitVertex Vertex(JsonElement one)
    {
        JsonElement? vertex = one;
        return new BuildKitVertex(
            vertex.Text("digest") ?? string.Empty, vertex.Text("name") ?? string.Empty, vertex.Find("cached") is { ValueKind: JsonValueKind.True },
            vertex.Moment("started"), vertex.Moment("completed"), vertex.Text("error"));
    }

    private static BuildKitLog Log(JsonElement one)
    {
        JsonElement? log = one;
        return new BuildKitLog(
            log.Text("vertex") ?? string.Empty,
            log.Find("data") is { ValueKind: JsonValueKind.String } data && data.TryGetBytesFromBase64(out var bytes) ? bytes : []);
    }

    private static BuildKitStatus Status(JsonElement one)
    {
        JsonElement? status = one;
        return new BuildKitStatus(status.Text("id") ?? string.Empty, status.Number("current") ?? 0, status.Number("total") ?? 0);
    }

    // The text is bytes, which JSON has as base64.
    private static BuildCheck Warning(JsonElement one)
    {
        JsonElement? warning = one;
        var text = warning.Find("short") is { ValueKind: JsonValueKind.String } words && words.TryGetBytesFromBase64(out var bytes)
            ? System.Text.Encoding.UTF8.GetString(bytes)
            : string.Empty;
        var line = warning.Items("range").Select(range => ((JsonElement?)range).Number("start", "line")).FirstOrDefault();
        return new BuildCheck(text, (int)Math.Clamp(line ?? 0, 0, int.MaxValue));
    }
}
