using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Docker.DotNet.Models;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Kubernetes;

/// <summary>How a pod finds others by their names: name servers, and names of its own.</summary>
internal static class KubernetesDns
{
    /// <summary>The pod's <c>dnsConfig</c>.</summary>
    public static YamlMapping? Config(HostConfig host)
    {
        if (host.DNS is { Count: > 3 })
            throw Refuse("dns", Messages.PodHasThreeNameServers, Messages.LeaveOthersOut);
        // Limits of Kubernetes' own check (https://kubernetes.io/docs/concepts/services-networking/dns-pod-service).
        if (host.DNSSearch is { } names && (names.Count > 32 || names.Sum(n => n.Length) + names.Count - 1 > 2048))
            throw Refuse("dns_search", Messages.PodSearches32Names, Messages.LeaveOthersOut);
        return MapOrNull(
            ("nameservers", List(host.DNS?.Select(a => Address("dns", a)))),
            ("searches", List(host.DNSSearch?.Select(Search))),
            ("options", List(host.DNSOptions?.Select(Option))));
    }

    /// <summary>The pod's <c>hostAliases</c>.</summary>
    public static YamlSequence? Aliases(HostConfig host) => List(host.ExtraHosts?.Select(text => text.Split(':', 2))
        .GroupBy(p => p[^1]).Select(group => Map(
            ("ip", Address("extra_hosts", group.Key)),
            ("hostnames", List(group.Select(p => KubernetesNames.Subdomain("params.extra_hosts", p[0])))))));

    /// <summary>
    /// Whether Kubernetes takes an address: four plain numbers, or IPv6 without a zone and brackets, where .NET and Docker
    /// take more.
    /// </summary>
    public static bool IsAddress(string text) => text.Contains(':')
        ? !text.Contains('%') && !text.Contains('[') && IPAddress.TryParse(text, out IPAddress? six) && six.AddressFamily == AddressFamily.InterNetworkV6
        : text.Split('.') is { Length: 4 } parts && parts.All(p =>
            byte.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out byte number)
            && p == number.ToString(CultureInfo.InvariantCulture));

    private static string Address(string parameter, string text) =>
        IsAddress(text) ? text : throw Refuse(parameter, Messages.FormatIsNoIPAddress(text), Messages.GiveAnAddressOrLeaveItOut);

    // A dot at the end says only that the name is whole.
    private static string Search(string name)
    {
        KubernetesNames.Subdomain("params.dns_search", name.EndsWith('.') ? name[..^1] : name);
        return name;
    }

    private static YamlMapping Option(string text) =>
        text.Split(':', 2) is var parts && parts[0].Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':' or '.')
            ? Map(("name", parts[0]), ("value", parts.ElementAtOrDefault(1)))
            : throw Refuse("dns_opt", Messages.FormatIsNoOptionOfResolver(text), Messages.GiveNameOrNameAndValue);

    private static MlemException Refuse(string name, string why, string instead) =>
        ExportRules.Refuse(ExportPlatform.Kubernetes, name, why, instead);
}
