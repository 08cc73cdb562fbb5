using System.Globalization;

namespace Mlem.Docker.Registries;

/// <summary>The failures of talking to a registry: each says which one it is and what to do.</summary>
internal static class RegistryErrors
{
    private const string LogIn =
        "Give -Credential, log in with Connect-MlemDockerRegistry or 'docker login', or set the variables {0}_USERNAME and {0}_PASSWORD.";

    public static MlemException CertificateInvalid(string host, string reason) => new(
        "RegistryCertificateInvalid",
        MlemErrorCategory.ConnectionError,
        $"The certificate of {host} is not trusted: {reason}. Nothing was sent to it.",
        host,
        $"Put the authority's certificate into /etc/docker/certs.d/{host}/ca.crt if you trust it, or correct the host's name or its certificate.");

    public static MlemException HostUnknown(string host, Exception cause) => new(
        "RegistryHostUnknown",
        MlemErrorCategory.ConnectionError,
        $"The registry host {host} is not known: its name has no address ({cause.Message}).",
        host,
        "Check the spelling of the host, the DNS settings and the network of this machine.",
        cause);

    public static MlemException Unreachable(Uri uri, Exception cause) => new(
        "RegistryUnreachable",
        MlemErrorCategory.ConnectionError,
        $"The registry {uri.Authority} cannot be reached by {uri.Scheme}: {Innermost(cause).Message}",
        uri.Authority,
        "Check that it runs, its port, and firewalls and proxies in between.",
        cause);

    public static MlemException TlsMissing(string host, Exception cause) => new(
        "RegistryTlsMissing",
        MlemErrorCategory.ConnectionError,
        $"No TLS connection to {host} came about: {Innermost(cause).Message}",
        host,
        "If it speaks only http, use -Insecure: nothing is then encrypted, the password neither. If it asks for a client certificate, "
            + $"put client.cert and client.key into /etc/docker/certs.d/{host}/.",
        cause);

    public static MlemException Timeout(Uri uri, TimeSpan limit) => new(
        "RegistryTimeout",
        MlemErrorCategory.OperationTimeout,
        $"The registry {uri.Authority} did not answer within {limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s ({uri.AbsolutePath}).",
        uri.Authority,
        "Try again later, or check the network in between.");

    public static MlemException NotARegistry(Uri uri, string reason, Exception? cause = null) => new(
        "RegistryNotARegistry",
        MlemErrorCategory.ProtocolError,
        $"{uri.Authority} is no Docker registry: {uri.GetLeftPart(UriPartial.Path)} {reason}.",
        uri.Authority,
        "Check host and port. A proxy, a login page or a web site in front of the registry answers like this as well.",
        cause);

    public static MlemException AnswerInvalid(Uri uri, string reason) => new(
        "RegistryAnswerInvalid",
        MlemErrorCategory.ProtocolError,
        $"The registry {uri.Authority} broke its protocol at {uri.AbsolutePath}: {reason}.",
        uri.Authority,
        "Try again; if it stays, the registry or a proxy in front of it is at fault.");

    public static MlemException RedirectRefused(Uri from, string reason) => new(
        "RegistryRedirectRefused",
        MlemErrorCategory.ProtocolError,
        $"The registry {from.Authority} redirects {from.AbsolutePath}, and that was not followed: {reason}.",
        from.Authority,
        "Use the host that the registry really has.");

    public static MlemException RealmRefused(string host, string realm, string reason) => new(
        "RegistryRealmRefused",
        MlemErrorCategory.AuthenticationError,
        $"The registry {host} names the token server '{PlainText.Bound(realm)}', and it was not asked: {reason}. No credential was sent.",
        host,
        "Give the registry a token server with https.");

    public static MlemException LoginRequired(string host, string lookedIn, string details) => new(
        "RegistryLoginRequired",
        MlemErrorCategory.AuthenticationError,
        $"The registry {host} asks for a login, and no credential for it was found{(lookedIn.Length > 0 ? ", looked in " + lookedIn : "")}{details}.",
        host,
        string.Format(CultureInfo.InvariantCulture, LogIn, EnvironmentCredentialSource.VariablePrefix(host)));

    public static MlemException AuthenticationFailed(string host, RegistryCredential credential, string details) => new(
        "RegistryAuthenticationFailed",
        MlemErrorCategory.AuthenticationError,
        $"The registry {host} refuses the login of {credential}: the user name or the password is wrong (from {credential.Origin}){details}.",
        host,
        "Correct the credential there. " + string.Format(CultureInfo.InvariantCulture, LogIn, EnvironmentCredentialSource.VariablePrefix(host)));

    public static MlemException TokenExpired(string host, RegistryCredential credential, string details) => new(
        "RegistryTokenExpired",
        MlemErrorCategory.AuthenticationError,
        $"The registry {host} does not accept the {credential} any more: it has expired or was withdrawn (from {credential.Origin}){details}.",
        host,
        $"Log in again: Connect-MlemDockerRegistry, or 'docker login {host}'.");

    public static MlemException AccessDenied(string host, string what, RegistryCredential? credential, string details) => new(
        "RegistryAccessDenied",
        MlemErrorCategory.PermissionDenied,
        $"The registry {host} does not allow {(credential is null ? "an anonymous user" : credential)} {what}{details}.",
        host,
        "Check that the repository exists under this very name and that the user may do this there, or log in as someone who may.");

    public static MlemException ManifestNotFound(ImageReference image, string details) => new(
        "ManifestNotFound",
        MlemErrorCategory.ObjectNotFound,
        $"The registry {image.Domain} has no image {image.Repository}{(image.Digest is null ? ":" : "@")}{image.TagOrDigest}{details}.",
        image.Canonical,
        "Check name and tag, or push the image first.");

    public static MlemException RepositoryNotFound(ImageReference image, string details) => new(
        "RepositoryNotFound",
        MlemErrorCategory.ObjectNotFound,
        $"The registry {image.Domain} has no repository {image.Repository}{details}.",
        image.Name,
        "Check the name, or push an image there first.");

    public static MlemException DeleteNotOffered(ImageReference image, string details) => new(
        "RegistryDeleteNotOffered",
        MlemErrorCategory.InvalidOperation,
        $"The registry {image.Domain} does not offer deleting images over its API, so {image.Familiar} is still there{details}.",
        image.Canonical,
        image.Domain == ImageReference.DockerHubDomain
            ? "Delete the tag on the Docker Hub web site."
            : "Allow deletes in the registry (Docker's own: REGISTRY_STORAGE_DELETE_ENABLED=true), or use its web site.");

    public static MlemException RateLimited(string host, TimeSpan? wait, string details) => new(
        "RegistryRateLimited",
        MlemErrorCategory.ResourceUnavailable,
        $"The registry {host} answers 429, too many requests{Wait(wait)}{details}.",
        host,
        "Wait before trying again. Docker Hub allows more to users that are logged in.");

    public static MlemException Unavailable(string host, int status, TimeSpan? wait, string details) => new(
        "RegistryUnavailable",
        MlemErrorCategory.ResourceUnavailable,
        $"The registry {host} is not available at present: it answers {status}{Wait(wait)}{details}.",
        host,
        "Try again later.");

    public static MlemException Refused(Uri uri, string what, int status, string details) => new(
        "RegistryRequestRefused",
        MlemErrorCategory.InvalidOperation,
        $"The registry {uri.Authority} refuses {what}: it answers {status}{details}.",
        uri.Authority);

    private static string Wait(TimeSpan? wait) =>
        wait is null ? "" : $" and asks to wait {Math.Ceiling(wait.Value.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s";

    private static Exception Innermost(Exception failure) =>
        failure.InnerException is { } inner ? Innermost(inner) : failure;
}
