using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mlem.Docker.Deployment;

/// <summary>Tells whether a swarm has what is declared.</summary>
internal static class ServiceDifference
{
    /// <summary>How declarations are written to be compared; what is not declared is left out.</summary>
    public static JsonSerializerOptions Plain { get; } = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>True when the one says all that the other does.</summary>
    public static bool Covers<T>(T all, T part) =>
        Covers(JsonSerializer.SerializeToNode(all, Plain), JsonSerializer.SerializeToNode(part, Plain));

    /// <summary>
    /// The swarm adds defaults of its own to what it was given, and leaves out what is nothing; lists must have the same items.
    /// </summary>
    internal static bool Covers(JsonNode? all, JsonNode? part) => (all, part) switch
    {
        (JsonObject have, JsonObject want) => want.All(f => Covers(have[f.Key], f.Value)),
        (JsonArray have, JsonArray want) => have.Count == want.Count && have.Zip(want).All(pair => Covers(pair.First, pair.Second)),
        (null, _) => IsNothing(part),
        (_, null) => false,
        _ => all.ToJsonString() == part.ToJsonString(),
    };

    private static bool IsNothing(JsonNode? value) => value switch
    {
        null => true,
        JsonObject fields => fields.All(f => IsNothing(f.Value)),
        JsonArray items => items.Count == 0,
        _ => value.ToJsonString() is "0" or "false" or "\"\"" or "\"00:00:00\"",
    };
}
