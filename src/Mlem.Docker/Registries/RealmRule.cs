namespace Mlem.Docker.Registries;

/// <summary>Which token server a registry may name: what it names gets the credential.</summary>
internal static class RealmRule
{
    public static Uri Check(Uri registry, string? realm, bool insecure)
    {
        var host = registry.Authority;
        if (!Uri.TryCreate(realm, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw RegistryErrors.RealmRefused(host, realm ?? "", "that is no address");
        if (uri.UserInfo.Length > 0)
            throw RegistryErrors.RealmRefused(host, uri.GetLeftPart(UriPartial.Path), "its address has a user name in it");
        if (uri.Scheme == Uri.UriSchemeHttps)
            return uri;
        if (uri.Scheme != Uri.UriSchemeHttp)
            throw RegistryErrors.RealmRefused(host, realm!, $"it is not reached by https but by '{uri.Scheme}'");

        if (RegistryHost.IsLoopback(host) && RegistryHost.IsLoopback(uri.Authority))
            return uri;
        var sameHost = uri.Host.Equals(registry.Host, StringComparison.OrdinalIgnoreCase);
        return insecure && sameHost && registry.Scheme == Uri.UriSchemeHttp
            ? uri
            : throw RegistryErrors.RealmRefused(host, realm!, sameHost ? "it is not encrypted" : "it is another host and not encrypted");
    }
}
