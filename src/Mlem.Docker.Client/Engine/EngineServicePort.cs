using Docker.DotNet.Models;
using Mlem.Docker.Engine;

namespace Mlem.Docker;

/// <summary>A published port of a service.</summary>
/// <param name="ContainerPort">The port inside.</param>
/// <param name="HostPort">The port outside; null as long as the swarm has chosen none, or each machine its own.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="Mode">Docker's word: ingress, answered by every machine of the swarm, or host, by those with a task.</param>
public sealed record EngineServicePort(int ContainerPort, int? HostPort, string Protocol, string Mode)
{
    /// <summary>The port as the docker CLI writes it: <c>*:8080->80/tcp</c>.</summary>
    public override string ToString() => HostPort is null
        ? FormattableString.Invariant($"{ContainerPort}/{Protocol}")
        : FormattableString.Invariant($"*:{HostPort}->{ContainerPort}/{Protocol}");

    internal static EngineServicePort From(PortConfig port) => new(
        (int)(port.TargetPort ?? 0),
        port.PublishedPort is > 0 and var number ? (int)number : null,
        port.Protocol is { Length: > 0 } protocol ? protocol : "tcp",
        port.PublishMode is { Length: > 0 } mode ? mode : "ingress");
}
