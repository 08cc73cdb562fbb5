using System.Text.Json;

namespace Mlem.Docker.Engine;

/// <summary>A network as the Engine knows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Scope">Docker's word: local, for this machine only, or swarm.</param>
/// <param name="Addresses">The addresses of this machine's containers there, by container id.</param>
internal sealed record EngineNetwork(string Id, string Name, string Scope, IReadOnlyDictionary<string, string> Addresses)
{
    public static EngineNetwork From(JsonElement answer)
    {
        JsonElement? network = answer;
        return new EngineNetwork(
            EngineImage.KnownId(network.Text("Id")),
            network.Text("Name") ?? string.Empty,
            network.Text("Scope") ?? string.Empty,
            network.Find("Containers") is { ValueKind: JsonValueKind.Object } all
                ? all.EnumerateObject().ToDictionary(c => c.Name, c => ((JsonElement?)c.Value).Text("IPv4Address")?.Split('/')[0] ?? string.Empty)
                : new Dictionary<string, string>());
    }
}
