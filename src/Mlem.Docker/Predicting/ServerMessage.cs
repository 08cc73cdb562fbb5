using System.Text.Json;

namespace Mlem.Docker.Predicting;

/// <summary>Finds what a server says about a failure: MLEM's <c>{"error": …}</c>, FastAPI's <c>{"detail": …}</c>, or text.</summary>
internal static class ServerMessage
{
    private const int MaxCharacters = 2000;

    public static string Read(string body)
    {
        try
        {
            using JsonDocument document = PeerJson.Parse(body);
            return Clean(Read(document.RootElement));
        }
        catch (JsonException)
        {
            return string.IsNullOrWhiteSpace(body) ? Messages.ItSaidNothingSentence : Clean(body);
        }
    }

    private static string Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
            return json.GetString()!;
        if (json.ValueKind != JsonValueKind.Object)
            return json.GetRawText();
        foreach (string name in new[] { "error", "detail", "message" })
        {
            if (json.TryGetProperty(name, out JsonElement value))
            {
                return value.ValueKind == JsonValueKind.Array
                    ? string.Join("; ", value.EnumerateArray().Select(Finding))
                    : Read(value);
            }
        }

        return json.GetRawText();
    }

    // One finding of a validation: {"loc": ["body", "data", 0], "msg": …}.
    private static string Finding(JsonElement finding)
    {
        if (finding.ValueKind != JsonValueKind.Object || !finding.TryGetProperty("msg", out JsonElement message))
            return Read(finding);
        string place = finding.TryGetProperty("loc", out JsonElement loc) && loc.ValueKind == JsonValueKind.Array
            ? string.Join('.', loc.EnumerateArray().Select(part => part.ToString()))
            : string.Empty;
        return place.Length == 0 ? message.ToString() : $"{place}: {message}";
    }

    // A server's text must not move the terminal's cursor.
    private static string Clean(string text)
    {
        string shown = text.Length > MaxCharacters ? text[..MaxCharacters] + "…" : text;
        return string.Concat(shown.Trim().Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? ' ' : c));
    }
}
