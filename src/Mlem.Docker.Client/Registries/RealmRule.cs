namespace Mlem.Docker.Registries;

/// <summary>Which token server a registry may name: what it names gets the credential.</summary>
internal static class RealmRule
{
    public static Uri Check(Uri registry, string? realm, bool insecure)
    {
        var host = registry.Authority;
        if (!Uri.TryCreate(realm, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw RegistryErrors.RealmRefused(host, realm ?? "", Messages.ThatIsNoAddress);
        if (uri.UserInfo.Length > 0)
            throw RegistryErrors.RealmRefused(host, uri.GetLeftPart(UriPartial.Path), Messages.ItsAddressHasUserNameIn);
        if (uri.Scheme == Uri.UriSchemeHttps)
            return uri;
        if (uri.Scheme != Uri.UriSchemeHttp)
            throw RegistryErrors.RealmRefused(host, realm!, Messages.FormatItIsNotReachedByHttps(uri.Scheme));

        if (RegistryHost.IsLoopback(host) && RegistryHost.IsLoopback(uri.Authority))
            return uri;
        var sameHost = uri.Host.Equals(registry.Host, StringComparison.OrdinalIgnoreCase);
        return insecure && sameHost && registry.Scheme == Uri.UriSchemeHttp
            ? uri
            : throw RegistryErrors.RealmRefused(host, realm!, sameHost ? Messages.ItIsNotEncrypted : Messages.ItIsAnotherHostAndNot);
    }
}
