using Docker.DotNet.Models;

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

    public static EngineNetwork From(NetworkResponse network) => new(
        EngineImage.KnownId(network.ID),
        network.Name ?? string.Empty,
        network.Scope ?? string.Empty,
        (network.Containers ?? new Dictionary<string, EndpointResource>())
            .ToDictionary(one => one.Key, one => one.Value?.IPv4Address?.Split('/')[0] ?? string.Empty))
    {
        Gateways = [.. (network.IPAM?.Config ?? []).Select(Gateway).OfType<string>()],
        IsDockers = network.Options?.Keys.Any(name => name.StartsWith("com.docker.", StringComparison.Ordinal)) ?? false,
    };

    // Docker 20.10 names none for its own bridge: it is the first address there.
    private static string? Gateway(IPAMConfig config)
    {
        if (config.Gateway is { Length: > 0 } told)
            return told;
        if (!System.Net.IPAddress.TryParse(config.Subnet?.Split('/')[0], out System.Net.IPAddress? first))
            return null;
        byte[] bytes = first.GetAddressBytes();
        bytes[^1]++;
        return new System.Net.IPAddress(bytes).ToString();
    }
}
