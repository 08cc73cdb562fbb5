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
            Messages.EngineDoesNotTrustRegistrysCertificate),
        (["server gave HTTP response to HTTPS client", "first record does not look like a TLS handshake"],
            "RegistryTlsMissing", MlemErrorCategory.ConnectionError,
            Messages.EngineFoundNoTLSThereGive),
        (["no such host", "server misbehaving", "Temporary failure in name resolution"],
            "RegistryHostUnknown", MlemErrorCategory.ConnectionError,
            Messages.EngineDoesNotFindRegistrysHost),
        (["invalid character '<'"],
            "RegistryNotARegistry", MlemErrorCategory.ProtocolError,
            Messages.WhatAnswersEngineIsNoDocker),
        (["received unexpected HTTP status"],
            "RegistryUnavailable", MlemErrorCategory.ResourceUnavailable,
            Messages.RegistryOrWhatLiesBeforeIt),
        (["toomanyrequests", "Too Many Requests"],
            "RegistryRateLimited", MlemErrorCategory.ResourceUnavailable,
            Messages.WaitBeforeTryingAgainDockerHub),
        (["connection refused", "i/o timeout", "no route to host", "network is unreachable", "request canceled while waiting for connection"],
            "RegistryUnreachable", MlemErrorCategory.ConnectionError,
            Messages.EngineDoesNotReachRegistryCheck),
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
