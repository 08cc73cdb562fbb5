using System.Globalization;
using System.Net;

namespace Mlem.Docker.Configuration;

/// <summary>An address, or all that begin with the same bits (CIDR); bits behind those do not matter, as for curl.</summary>
internal sealed record AddressRange(IPAddress Address, int Bits)
{
    /// <summary>Reads <c>10.0.0.1</c>, <c>10.0.0.0/8</c>, <c>fd00::/8</c>; null for anything else.</summary>
    public static AddressRange? TryParse(string text)
    {
        string[] parts = text.Split('/', 2);
        if (!IPAddress.TryParse(parts[0], out IPAddress? address))
            return null;
        address = Plain(address);
        int all = address.GetAddressBytes().Length * 8;
        if (parts.Length == 1)
            return new AddressRange(address, all);
        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits <= all
            ? new AddressRange(address, bits) : null;
    }

    public bool Contains(IPAddress address)
    {
        byte[] own = Address.GetAddressBytes();
        byte[] other = address.GetAddressBytes();
        return own.Length == other.Length && Enumerable.Range(0, own.Length).All(at =>
        {
            int counted = Math.Clamp(Bits - (8 * at), 0, 8);
            return (own[at] ^ other[at]) >> (8 - counted) == 0;
        });
    }

    /// <summary>An IPv4 address that is written as one of IPv6 is that of IPv4.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
