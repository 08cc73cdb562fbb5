using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Mlem.Docker;

/// <summary>
/// JSON of somebody else. The parser of .NET takes texts that it cannot give out later (half a UTF-16 pair, broken UTF-8),
/// so that they would fail wherever they are read; here such JSON is refused at once, as any that is malformed.
/// </summary>
internal static class PeerJson
{
    /// <exception cref="JsonException">It is no JSON, or a text in it is none.</exception>
    public static JsonDocument Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <exception cref="JsonException">It is no JSON, or a text in it is none.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
            throw new JsonException(Messages.JsonHasBrokenText);
        if (json.Span.IndexOf("\\u"u8) >= 0)
            CheckEscapes(json.Span);
        return JsonDocument.Parse(json);
    }

    private static void CheckEscapes(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
                continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException broken)
            {
                throw new JsonException(Messages.JsonHasBrokenText, broken);
            }
        }
    }
}
