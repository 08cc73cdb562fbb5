using System.Globalization;
using System.Net;

namespace Mlem.Docker.Configuration;

/// <summary>
/// The hosts that are reached without a proxy, as curl reads <c>NO_PROXY</c>: names, each with all below it and with or
/// without a dot before it; addresses and ranges of them (CIDR); <c>*</c> alone for all. With a port, only that port is meant.
/// </summary>
internal sealed class NoProxyList
{
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n'];

    private readonly List<Entry> _entries = [];

    public NoProxyList(string? text)
    {
        foreach (string part in (text ?? string.Empty).Split(Separators, StringSplitOptions.RemoveEmptyEntries))
            _entries.Add(Read(part));
    }

    public bool Contains(string host, int port)
    {
        string name = host.Trim('[', ']').TrimEnd('.');
        IPAddress? address = IPAddress.TryParse(name, out IPAddress? parsed) ? AddressRange.Plain(parsed) : null;
        return _entries.Any(entry => (entry.Port is null || entry.Port == port) && entry.Fits(name, address));
    }

    private static Entry Read(string text)
    {
        if (text == "*")
            return new Entry(null, null, null);
        (string host, int? port) = SplitPort(text);
        if (AddressRange.TryParse(host) is { } range)
            return new Entry(null, range, port);
        // "*.example.com", which curl does not know, means for Go's programs what ".example.com" does.
        string name = (host.StartsWith("*.", StringComparison.Ordinal) ? host[1..] : host).Trim('.');
        return new Entry(name, null, port);
    }

    // An IPv6 address has colons of its own: a port stands behind its brackets.
    private static (string Host, int? Port) SplitPort(string text)
    {
        if (text.StartsWith('['))
        {
            int end = text.IndexOf(']');
            string rest = end < 0 ? string.Empty : text[(end + 1)..];
            string host = end < 0 ? text : text[1..end];
            return rest.StartsWith(':') ? (host, Number(rest[1..])) : (host + rest, null);
        }

        int colon = text.IndexOf(':');
        return colon >= 0 && colon == text.LastIndexOf(':') && Number(text[(colon + 1)..]) is { } port ? (text[..colon], port) : (text, null);
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private sealed record Entry(string? Name, AddressRange? Range, int? Port)
    {
        public bool Fits(string name, IPAddress? address)
        {
            if (Range is not null)
                return address is not null && Range.Contains(address);
            if (Name is null)
                return true;
            return Name.Length > 0 && address is null && name.EndsWith(Name, StringComparison.OrdinalIgnoreCase)
                && (name.Length == Name.Length || name[^(Name.Length + 1)] == '.');
        }
    }
}
