using System.Text.Json.Nodes;

namespace Mlem.Docker.Deployment;

/// <summary>Writes and compares parts of a service's declaration.</summary>
internal static class ServiceJson
{
    /// <summary>An object of the fields that have a value.</summary>
    public static JsonObject Put(params (string Name, JsonNode? Value)[] fields) =>
        new(fields.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Name, f.Value)));

    public static JsonObject? NotEmpty(JsonObject fields) => fields.Count == 0 ? null : fields;

    public static JsonNode? Text(string? text) => string.IsNullOrEmpty(text) ? null : JsonValue.Create(text);

    public static JsonNode? Flag(bool? value) => value == true ? JsonValue.Create(true) : null;

    public static JsonNode? Number(long value) => value == 0 ? null : JsonValue.Create(value);

    public static JsonArray? Texts(IEnumerable<string>? texts) => List([.. (texts ?? []).Select(t => (JsonNode)t)]);

    public static JsonArray? List(IReadOnlyList<JsonNode> items) => items.Count == 0 ? null : new([.. items]);

    public static JsonObject? Map(IEnumerable<KeyValuePair<string, string>>? values) =>
        NotEmpty(new((values ?? []).Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))));

    /// <summary>A duration as Docker counts it.</summary>
    public static JsonNode Nanoseconds(TimeSpan span) => JsonValue.Create(span.Ticks * 100);

    /// <summary>
    /// True when the one says all that the other does. The swarm adds defaults of its own to what it was given; lists
    /// must have the same items.
    /// </summary>
    public static bool Covers(JsonNode? all, JsonNode? part) => (all, part) switch
    {
        (JsonObject have, JsonObject want) => want.All(f => Covers(have[f.Key], f.Value)),
        (JsonArray have, JsonArray want) => have.Count == want.Count && have.Zip(want).All(pair => Covers(pair.First, pair.Second)),
        (null, null) => true,
        (null, _) or (_, null) => false,
        _ => all.ToJsonString() == part.ToJsonString(),
    };
}
