using System.Text.Json;

namespace Mlem.Docker.Engine;

/// <summary>A network as the Engine knows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Scope">Docker's word: local, for this machine only, or swarm.</param>
/// <param name="Addresses">The addresses of this machine's containers there, by container id.</param>
internal sealed record EngineNetwork(string Id, string Name, string Scope, IReadOnlyDictionary<string, string> Addresses)
{
    /// <summary>Gets the Engine's own addresses in it, as far as they are told.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>Gets whether it is a bridge of Docker's, which is there whether containers use it or not.</summary>
    public bool IsDockers { get; init; }

    public static EngineNetwork From(JsonElement answer)
    {
        JsonElement? network = answer;
        return new EngineNetwork(
            EngineImage.KnownId(network.Text("Id")),
            network.Text("Name") ?? string.Empty,
            network.Text("Scope") ?? string.Empty,
            network.Find("Containers") is { ValueKind: JsonValueKind.Object } all
                ? all.EnumerateObject().ToDictionary(c => c.Name, c => ((JsonElement?)c.Value).Text("IPv4Address")?.Split('/')[0] ?? string.Empty)
                : new Dictionary<string, string>())
        {
            Gateways = [.. network.Items("IPAM", "Config").Select(one => Gateway(one)).OfType<string>()],
            IsDockers = network.Find("Options") is { ValueKind: JsonValueKind.Object } options
                && options.EnumerateObject().Any(one => one.Name.StartsWith("com.docker.", StringComparison.Ordinal)),
        };
    }

    // Docker 20.10 names none for its own bridge: it is the first address there.
    private static string? Gateway(JsonElement? config)
    {
        if (config.Text("Gateway") is { Length: > 0 } told)
            return told;
        if (config.Text("Subnet")?.Split('/')[0] is not { } subnet || !System.Net.IPAddress.TryParse(subnet, out System.Net.IPAddress? first))
            return null;
        byte[] bytes = first.GetAddressBytes();
        bytes[^1]++;
        return new System.Net.IPAddress(bytes).ToString();
    }
}
