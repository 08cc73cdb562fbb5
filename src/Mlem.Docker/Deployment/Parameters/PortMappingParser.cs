using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mlem.Docker.Deployment;

/// <summary>Reads ports as the docker command line does (D18).</summary>
internal static class PortMappingParser
{
    public static IReadOnlyList<PortMapping> ParseAll(IEnumerable<string> texts)
    {
        PortMapping[] ports = [.. texts.SelectMany(Parse)];
        foreach (IGrouping<(int?, string?, string), PortMapping> same in ports
            .Where(p => p.HostPort is not null).GroupBy(p => (p.HostPort, p.HostAddress, p.Protocol)))
        {
            if (same.Count() > 1)
                throw Invalid(same.Last().ToString(), Messages.FormatHostPortIsGivenTwice(same.Key.Item1));
        }

        return ports;
    }

    public static IReadOnlyList<PortMapping> Parse(string text)
    {
        string rest = text.Trim();
        string protocol = "tcp";
        if (rest.LastIndexOf('/') is var slash and >= 0)
        {
            protocol = rest[(slash + 1)..].ToLowerInvariant();
            rest = rest[..slash];
            if (protocol is not ("tcp" or "udp" or "sctp"))
                throw Invalid(text, Messages.FormatIsNoProtocolTcpUdpAnd(protocol));
        }

        (string? address, rest) = SplitAddress(text, rest);
        string[] parts = rest.Split(':');
        if (parts.Length > 2 || (address is not null && parts.Length != 2))
            throw Invalid(text, Messages.ItHasTooManyOrToo);

        string host = parts.Length == 2 ? parts[0] : string.Empty;
        (int first, int last) = Range(text, parts[^1]);
        if (host.Length == 0)
            return [.. Enumerable.Range(first, last - first + 1).Select(p => new PortMapping(p, null, address, protocol))];

        (int hostFirst, int hostLast) = Range(text, host);
        if (hostLast - hostFirst != last - first)
            throw Invalid(text, Messages.TwoRangesHaveDifferentLengths);
        return [.. Enumerable.Range(first, last - first + 1)
            .Select(p => new PortMapping(p, hostFirst + p - first, address, protocol))];
    }

    // An address is before the last two parts; one of IPv6 is in brackets.
    private static (string? Address, string Remainder) SplitAddress(string text, string rest)
    {
        if (rest.StartsWith('['))
        {
            int end = rest.IndexOf("]:", StringComparison.Ordinal);
            if (end < 0)
                throw Invalid(text, Messages.BracketOfItsAddressIsNot);
            return (Address(text, rest[1..end], AddressFamily.InterNetworkV6), rest[(end + 2)..]);
        }

        string[] parts = rest.Split(':', 2);
        return rest.Count(c => c == ':') == 2
            ? (Address(text, parts[0], AddressFamily.InterNetwork), parts[1])
            : (null, rest);
    }

    private static string? Address(string text, string address, AddressFamily family)
    {
        if (address.Length == 0)
            return null;
        bool dotted = family == AddressFamily.InterNetworkV6 || address.Count(c => c == '.') == 3;
        return dotted && IPAddress.TryParse(address, out IPAddress? parsed) && parsed.AddressFamily == family
            ? address
            : throw Invalid(text, Messages.FormatIsNoIPAddress(address));
    }

    private static (int First, int Last) Range(string text, string range)
    {
        string[] ends = range.Split('-');
        if (ends.Length > 2)
            throw Invalid(text, Messages.FormatIsNoRange(range));
        int first = Number(text, ends[0]);
        int last = Number(text, ends[^1]);
        return last >= first ? (first, last) : throw Invalid(text, Messages.FormatRangeEndsBeforeItBegins(range));
    }

    private static int Number(string text, string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65535
            ? port
            : throw Invalid(text, number.Length == 0 ? Messages.PortIsMissing : Messages.FormatIsNoPortFrom1To(number));

    private static MlemException Invalid(string text, string why) => new(
        "PortInvalid",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatPortInvalid(text, why),
        text,
        Messages.PortInvalidRemedy);
}
