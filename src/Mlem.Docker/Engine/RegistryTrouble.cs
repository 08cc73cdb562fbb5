namespace Mlem.Docker.Engine;

/// <summary>
/// What the Engine's words say about the registry that it could not use: it passes on what Go's network and TLS code
/// said, and each of these wants something else to be done.
/// </summary>
internal static class RegistryTrouble
{
    private static readonly (string[] Words, string Id, MlemErrorCategory Category, string Advice)[] Known =
    [
        (["x509:", "certificate signed by unknown authority", "tls: failed to verify certificate"],
            "RegistryCertificateInvalid", MlemErrorCategory.ConnectionError,
            "The Engine does not trust the registry's certificate: put its authority into /etc/docker/certs.d/HOST:PORT/ca.crt on the Engine's machine, or correct the registry's name or certificate."),
        (["server gave HTTP response to HTTPS client", "first record does not look like a TLS handshake"],
            "RegistryTlsMissing", MlemErrorCategory.ConnectionError,
            "The Engine found no TLS there: give the registry TLS, or name it in \"insecure-registries\" of the Engine's daemon.json; nothing is then encrypted."),
        (["no such host", "server misbehaving", "Temporary failure in name resolution"],
            "RegistryHostUnknown", MlemErrorCategory.ConnectionError,
            "The Engine does not find the registry's host: check its spelling, and the DNS settings of the Engine's machine."),
        (["invalid character '<'"],
            "RegistryNotARegistry", MlemErrorCategory.ProtocolError,
            "What answers the Engine is no Docker registry: check host and port. A proxy or a login page in front of the registry answers like this as well."),
        (["received unexpected HTTP status"],
            "RegistryUnavailable", MlemErrorCategory.ResourceUnavailable,
            "The registry, or what lies before it, failed with this status: look whether host and port are right, and into its log, then try again."),
        (["toomanyrequests", "Too Many Requests"],
            "RegistryRateLimited", MlemErrorCategory.ResourceUnavailable,
            "Wait before trying again. Docker Hub allows more to users that are logged in."),
        (["connection refused", "i/o timeout", "no route to host", "network is unreachable", "request canceled while waiting for connection"],
            "RegistryUnreachable", MlemErrorCategory.ConnectionError,
            "The Engine does not reach the registry: check that it runs, its port, and firewalls and proxies in between."),
    ];

    /// <summary>The failure by its kind; null where the words are of none that is known.</summary>
    /// <param name="general">The failure as the Engine told it.</param>
    public static (string Id, MlemErrorCategory Category, string Advice)? Find(EngineException general)
    {
        if (general.ErrorId != "EngineError" || general.EngineMessage is not { } words)
            return null;
        foreach (var (said, id, category, advice) in Known)
        {
            if (said.Any(part => words.Contains(part, StringComparison.OrdinalIgnoreCase)))
                return (id, category, advice);
        }

        return null;
    }
}
