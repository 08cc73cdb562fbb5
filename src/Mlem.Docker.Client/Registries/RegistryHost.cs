using System.Net;

namespace Mlem.Docker.Registries;

/// <summary>The forms in which the host of a registry is written, made one.</summary>
internal static class RegistryHost
{
    /// <summary>Under this address Docker keeps the login for Docker Hub.</summary>
    public const string DockerHubLoginAddress = "https://index.docker.io/v1/";

    private const string DockerHubApiHost = "registry-1.docker.io";

    /// <summary>
    /// The host of <c>host</c>, <c>host:port</c>, <c>https://host/v1/</c>, lower-case; every name of Docker Hub is
    /// <c>docker.io</c>. This is how docker compares the keys of its config file.
    /// </summary>
    public static string Normalise(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        var host = address.Trim();
        var scheme = host.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
            host = host[(scheme + 3)..];
        var path = host.IndexOf('/');
        host = (path < 0 ? host : host[..path]).ToLowerInvariant();
        return host is "index.docker.io" or DockerHubApiHost or "www.docker.io" ? ImageReference.DockerHubDomain : host;
    }

    /// <summary>The normalised host, if an image reference can have it.</summary>
    /// <exception cref="MlemException"><c>RegistryHostInvalid</c>.</exception>
    public static string Require(string address)
    {
        var host = string.IsNullOrWhiteSpace(address) ? "" : Normalise(address);
        if (ImageReference.TryParse(host + "/x", out var image) && image.Domain == host)
            return host;
        address = PlainText.WithoutPassword(address ?? "");
        throw new MlemException(
            "RegistryHostInvalid",
            MlemErrorCategory.InvalidArgument,
            Messages.FormatRegistryHostInvalid(PlainText.Bound(address)),
            address,
            Messages.RegistryHostInvalidRemedy);
    }

    /// <summary>The host that serves the distribution API of a domain.</summary>
    public static string ApiHost(string domain) => domain == ImageReference.DockerHubDomain ? DockerHubApiHost : domain;

    /// <summary>The address that docker's credential helpers know the domain by.</summary>
    public static string LoginAddress(string domain) =>
        domain == ImageReference.DockerHubDomain ? DockerHubLoginAddress : domain;

    /// <summary>Host name or address without port and brackets.</summary>
    public static string WithoutPort(string host)
    {
        if (host.StartsWith('['))
            return host[1..Math.Max(1, host.IndexOf(']'))];
        var colon = host.IndexOf(':');
        return colon < 0 ? host : host[..colon];
    }

    /// <summary>Whether the host, without its port, is this machine by its very name: localhost, 127.0.0.0/8 or ::1.</summary>
    public static bool IsLoopback(string host)
    {
        var name = WithoutPort(host);
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }
}
