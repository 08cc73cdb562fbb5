using System.Text.Json;

namespace Mlem.Docker.Engine;

/// <summary>A secret of a swarm, without its value.</summary>
internal sealed record EngineSecret(string Id, string Name, IReadOnlyDictionary<string, string> Labels)
{
    public static EngineSecret From(JsonElement answer)
    {
        JsonElement? secret = answer;
        return new EngineSecret(
            EngineImage.KnownId(secret.Text("ID")), secret.Text("Spec", "Name") ?? string.Empty, secret.Texts("Spec", "Labels"));
    }
}
