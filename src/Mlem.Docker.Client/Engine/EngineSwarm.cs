using Docker.DotNet.Models;

namespace Mlem.Docker.Engine;

/// <summary>What an Engine is in a swarm (<c>GET /info</c>).</summary>
/// <param name="State">Docker's word: inactive, pending, active, error or locked.</param>
/// <param name="IsManager">True when it takes orders for the swarm.</param>
/// <param name="NodeId">The Engine's own id there; empty outside of a swarm.</param>
/// <param name="Nodes">How many machines the swarm has.</param>
public sealed record EngineSwarm(string State, bool IsManager, string NodeId, int Nodes)
{
    internal static EngineSwarm From(Info? swarm) => new(
        swarm?.LocalNodeState is { Length: > 0 } state ? state : "inactive",
        swarm?.ControlAvailable ?? false,
        swarm?.NodeID ?? string.Empty,
        (int)(swarm?.Nodes ?? 0));
}
