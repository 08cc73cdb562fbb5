using System.Net;
using System.Net.Sockets;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Looks whether fixed host ports are free, before anything is built for them.</summary>
internal static class HostPorts
{
    /// <param name="engine">The Engine.</param>
    /// <param name="ports">The ports that are wanted.</param>
    /// <param name="ours">Containers that will have given theirs back by then.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    public static async Task CheckAsync(
        DockerEngine engine, IReadOnlyList<PortMapping> ports, IReadOnlyList<string> ours, CancellationToken cancellationToken)
    {
        PortMapping[] wanted = [.. ports.Where(p => p.HostPort is not null)];
        if (wanted.Length == 0)
            return;
        IReadOnlyList<EngineContainerSummary> running =
            await engine.Containers.ListContainerSummariesAsync(false, null, cancellationToken).ConfigureAwait(false);
        foreach (PortMapping port in wanted)
        {
            EngineContainerSummary? holder = running.FirstOrDefault(c => c.Ports.Any(p => Overlap(port, p)));
            if (holder is not null && !ours.Contains(holder.Id))
                throw InUse(port, Messages.FormatContainerHasIt(holder.Name), holder.Name);
            if (holder is null && engine.Endpoint.Scheme == EndpointScheme.Unix && IsTakenHere(port))
                throw InUse(port, Messages.AnotherProgramOnThisMachineHas, null);
        }
    }

    public static bool Overlap(PortMapping wanted, EnginePort port) =>
        port.HostPort == wanted.HostPort && port.Protocol == wanted.Protocol
        && (IsAny(wanted.HostAddress) || IsAny(port.HostAddress) || wanted.HostAddress == port.HostAddress);

    private static bool IsAny(string? address) => address is null or "" or "0.0.0.0" or "::";

    private static bool IsTakenHere(PortMapping port)
    {
        IPAddress address = IsAny(port.HostAddress) ? IPAddress.Any : IPAddress.Parse(port.HostAddress!);
        bool stream = port.Protocol == "tcp";
        if (!stream && port.Protocol != "udp")
            return false;
        using var socket = new Socket(
            address.AddressFamily, stream ? SocketType.Stream : SocketType.Dgram, stream ? ProtocolType.Tcp : ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(address, port.HostPort!.Value));
            return false;
        }
        catch (SocketException e)
        {
            // Anything else, such as a port that only root may use, is for the Engine to say.
            return e.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }

    private static MlemException InUse(PortMapping port, string who, string? holder) => new(
        "PortInUse",
        MlemErrorCategory.ResourceUnavailable,
        Messages.FormatHostPortIsTakenNothingWas(port.HostPort, port.Protocol, who),
        holder ?? port.ToString(),
        Messages.GiveAnotherHostPortOrStop);
}
