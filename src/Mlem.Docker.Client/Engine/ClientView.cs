using System.Net;
using System.Net.NetworkInformation;

namespace Mlem.Docker.Engine;

/// <summary>
/// Whether the network that this process sees is the Engine's. A socket says nothing about it: the process may run in a
/// container, with the socket of the machine around it, so that 127.0.0.1 is another machine's.
/// </summary>
internal static class ClientView
{
    /// <summary>Whether an address that the Engine publishes on leads from here to the Engine's machine and no other.</summary>
    /// <param name="endpoint">The Engine.</param>
    /// <param name="gateways">The Engine's own addresses in the networks of a container.</param>
    public static bool IsOwn(DockerEndpoint endpoint, IEnumerable<string> gateways) =>
        endpoint.Scheme is EndpointScheme.Tcp or EndpointScheme.Ssh && !IsLoopback(endpoint.Host)
            ? true
            // Elsewhere the Engine runs in a virtual machine, whose ports are forwarded.
            : !OperatingSystem.IsLinux() || Has(gateways);

    /// <summary>Whether one of these addresses is this machine's.</summary>
    public static bool Has(IEnumerable<string> addresses)
    {
        IPAddress[] wanted = [.. addresses.Select(text => IPAddress.TryParse(text, out IPAddress? address) ? address : null).OfType<IPAddress>()];
        if (wanted.Length == 0)
            return false;
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(one => one.GetIPProperties().UnicastAddresses).Any(one => wanted.Contains(one.Address));
        }
        catch (NetworkInformationException)
        {
            return false;
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
