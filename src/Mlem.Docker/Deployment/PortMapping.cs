using Docker.DotNet.Models;

namespace Mlem.Docker;

/// <summary>One port of a container and where it is published (an item of MLEM's <c>ports</c>; D18).</summary>
/// <param name="ContainerPort">The port inside, 1 to 65535.</param>
/// <param name="HostPort">The port on the Engine's machine; null for a free one that the Engine chooses.</param>
/// <param name="HostAddress">The address of the Engine's machine, an IPv6 one without brackets; null for all.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
public sealed record PortMapping(int ContainerPort, int? HostPort = null, string? HostAddress = null, string Protocol = "tcp")
{
    /// <summary>
    /// Reads a port as docker writes it: <c>80</c>, <c>8080:80</c>, <c>127.0.0.1:8080:80</c>, <c>127.0.0.1::80</c>,
    /// <c>[::1]:8080:80</c>, ranges such as <c>8000-8002:80-82</c>, each with <c>/udp</c> where it is not tcp.
    /// </summary>
    /// <param name="text">The text; a range gives one mapping a port.</param>
    /// <exception cref="MlemException"><c>PortInvalid</c>.</exception>
    public static IReadOnlyList<PortMapping> Parse(string text) => Deployment.PortMappingParser.Parse(text);

    /// <summary>The port as docker writes it.</summary>
    public override string ToString()
    {
        string container = Protocol == "tcp" ? $"{ContainerPort}" : $"{ContainerPort}/{Protocol}";
        string? address = HostAddress?.Contains(':') == true ? $"[{HostAddress}]" : HostAddress;
        return (address, HostPort) switch
        {
            (null, null) => container,
            (null, _) => $"{HostPort}:{container}",
            _ => $"{address}:{HostPort}:{container}",
        };
    }

    internal string Key => $"{ContainerPort}/{Protocol}";

    internal PortBinding ToBinding() => new() { HostIP = HostAddress ?? string.Empty, HostPort = HostPort?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty };
}
