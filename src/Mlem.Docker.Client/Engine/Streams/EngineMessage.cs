using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Mlem.Docker.Engine.Streams;

/// <summary>One line of a build's, push's or pull's stream (moby's <c>jsonmessage.JSONMessage</c>).</summary>
internal sealed record EngineMessage
{
    public string? Stream { get; init; }

    public string? Status { get; init; }

    public string? Id { get; init; }

    public long? Current { get; init; }

    public long? Total { get; init; }

    public string? Error { get; init; }

    public int? ErrorCode { get; init; }

    /// <summary>Gets the machine-readable part: a built image's id, a pushed manifest's digest, BuildKit's trace.</summary>
    public JsonElement? Aux { get; init; }

    public string? AuxText(string name) =>
        Aux is { ValueKind: JsonValueKind.Object } aux ? Text(aux, name) : null;

    public long? AuxNumber(string name) =>
        Aux is { ValueKind: JsonValueKind.Object } aux && aux.TryGetProperty(name, out var value) ? Number(value) : null;

    /// <summary>Reads a line; null for one that is no message, such as garbage of a proxy.</summary>
    public static EngineMessage? Parse(ReadOnlyMemory<byte> line)
    {
        line = line.Trim((ReadOnlySpan<byte>)[0, (byte)'\r', (byte)' ', (byte)'\t']);
        if (line.Length == 0)
            return null;
        // The parser lets broken UTF-8 pass, and fails only when the text is taken out.
        if (!Utf8.IsValid(line.Span))
            line = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line.Span));
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static EngineMessage Read(JsonElement root)
    {
        var detail = Part(root, "errorDetail");
        var progress = Part(root, "progressDetail");
        return new EngineMessage
        {
            Stream = Text(root, "stream"),
            Status = Text(root, "status"),
            Id = Text(root, "id"),
            Current = progress is { } at ? Member(at, "current") : null,
            Total = progress is { } of ? Member(of, "total") : null,
            // Some Engines send only the one, some only the other.
            Error = (detail is { } named ? Text(named, "message") : null) ?? Text(root, "error")
                ?? (detail is { } bare ? bare.GetRawText() : root.TryGetProperty("error", out var odd) && odd.ValueKind != JsonValueKind.Null
                    ? odd.GetRawText() : null),
            ErrorCode = detail is { } coded ? (int?)Member(coded, "code") : null,
            Aux = root.TryGetProperty("aux", out var aux) ? aux.Clone() : null,
        };
    }

    private static JsonElement? Part(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Escapes that are half a UTF-16 pair: shown as they came.
            return value.GetRawText();
        }
    }

    private static long? Member(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? Number(value) : null;

    private static long? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
