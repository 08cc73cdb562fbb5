using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine;

/// <summary>
/// What the Engine's words say about the registry that it could not use: it passes on what Go's network and TLS code and the
/// registry said, and each of these wants something else to be done. Docker, containerd, BuildKit and Podman word them
/// differently (<c>tests/golden/engine/messages.json</c>).
/// </summary>
internal static partial class RegistryTrouble
{
    private static readonly (Regex Words, string Id, MlemErrorCategory Category, string Advice)[] Known =
    [
        (RateLimited(), "RegistryRateLimited", MlemErrorCategory.ResourceUnavailable, Messages.WaitBeforeTryingAgainDockerHub),
        (Denied(), "RegistryAccessDenied", MlemErrorCategory.AuthenticationError, Messages.LogInToRegistryAndLook),
        (Certificate(), "RegistryCertificateInvalid", MlemErrorCategory.ConnectionError, Messages.EngineDoesNotTrustRegistrysCertificate),
        (NoTls(), "RegistryTlsMissing", MlemErrorCategory.ConnectionError, Messages.EngineFoundNoTLSThereGive),
        (NoHost(), "RegistryHostUnknown", MlemErrorCategory.ConnectionError, Messages.EngineDoesNotFindRegistrysHost),
        (NoRegistry(), "RegistryNotARegistry", MlemErrorCategory.ProtocolError, Messages.WhatAnswersEngineIsNoDocker),
        (Failing(), "RegistryUnavailable", MlemErrorCategory.ResourceUnavailable, Messages.RegistryOrWhatLiesBeforeIt),
        (NoAnswer(), "RegistryUnreachable", MlemErrorCategory.ConnectionError, Messages.EngineDoesNotReachRegistryCheck),
        (NoImageHere(), "ImageNotFound", MlemErrorCategory.ObjectNotFound, Messages.LookAtNameOrBuildOr),
        (NoImageThere(), "ImageNotFound", MlemErrorCategory.ObjectNotFound, Messages.RegistryHasNoSuchImage),
    ];

    /// <summary>The failure by its kind; null where the words are of none that is known.</summary>
    /// <param name="words">The Engine's words.</param>
    public static (string Id, MlemErrorCategory Category, string Advice)? Find(string words)
    {
        foreach (var (known, id, category, advice) in Known)
        {
            if (known.IsMatch(words))
                return (id, category, advice);
        }

        return null;
    }

    [GeneratedRegex("toomanyrequests|429 Too Many Requests|Too Many Requests", RegexOptions.IgnoreCase)]
    private static partial Regex RateLimited();

    [GeneratedRegex(
        @"\bunauthorized\b|authentication required|no basic auth credentials|access (?:to the resource is )?denied|\bdenied: |failed to authorize|incorrect username or password|invalid username/password|insufficient_scope|authorization failed|403 \(?Forbidden|no active sessions",
        RegexOptions.IgnoreCase)]
    private static partial Regex Denied();

    [GeneratedRegex("x509:|certificate signed by unknown authority|tls: failed to verify certificate", RegexOptions.IgnoreCase)]
    private static partial Regex Certificate();

    [GeneratedRegex("server gave HTTP response to HTTPS client|first record does not look like a TLS handshake", RegexOptions.IgnoreCase)]
    private static partial Regex NoTls();

    // A name server that cannot be reached is a lookup that failed, too.
    [GeneratedRegex(@"no such host|server misbehaving|Temporary failure in name resolution|\blookup \S+(?: on \S+)?: ", RegexOptions.IgnoreCase)]
    private static partial Regex NoHost();

    [GeneratedRegex("invalid character '<'|(?:unknown|media) type \"?text/html|unexpected HTTP status: 200 OK|<html|<!doctype", RegexOptions.IgnoreCase)]
    private static partial Regex NoRegistry();

    [GeneratedRegex("received unexpected HTTP status|(?:status|status code)[^:]*: 5[0-9][0-9] |(?:500|501|502|503|504) \\(?(?:Internal Server Error|Not Implemented|Bad Gateway|Service Unavailable|Gateway Timeout)", RegexOptions.IgnoreCase)]
    private static partial Regex Failing();

    [GeneratedRegex("connection refused|i/o timeout|no route to host|network is unreachable|connection reset by peer|request canceled while waiting for connection|Client.Timeout exceeded|TLS handshake timeout", RegexOptions.IgnoreCase)]
    private static partial Regex NoAnswer();

    // A push of what the Engine does not have.
    [GeneratedRegex("does not exist locally with the tag|tag does not exist: |No such image|image not known", RegexOptions.IgnoreCase)]
    private static partial Regex NoImageHere();

    [GeneratedRegex(
        @"manifest unknown|manifest for \S+ not found|name unknown|failed to resolve (?:source metadata for|reference) \S+ .*not found\s*\z|LLB definition: \S+: not found\s*\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex NoImageThere();
}
