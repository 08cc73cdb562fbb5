using System.Globalization;

namespace Mlem.Docker.Registries;

/// <summary>The failures of talking to a registry: each says which one it is and what to do.</summary>
internal static class RegistryErrors
{
    private static string LogIn =>
        Messages.GiveCredentialLogInWithConnect;

    public static MlemException CertificateInvalid(string host, string reason) => new(
        "RegistryCertificateInvalid",
        MlemErrorCategory.ConnectionError,
        Messages.FormatRegistryCertificateInvalid(host, reason),
        host,
        Messages.FormatRegistryCertificateInvalidRemedy(host));

    public static MlemException HostUnknown(string host, Exception cause) => new(
        "RegistryHostUnknown",
        MlemErrorCategory.ConnectionError,
        Messages.FormatRegistryHostUnknown(host, cause.Message),
        host,
        Messages.RegistryHostUnknownRemedy,
        cause);

    public static MlemException Unreachable(Uri uri, Exception cause) => new(
        "RegistryUnreachable",
        MlemErrorCategory.ConnectionError,
        Messages.FormatRegistryUnreachable(uri.Authority, uri.Scheme, Innermost(cause).Message),
        uri.Authority,
        Messages.RegistryUnreachableRemedy,
        cause);

    public static MlemException TlsMissing(string host, Exception cause) => new(
        "RegistryTlsMissing",
        MlemErrorCategory.ConnectionError,
        Messages.FormatRegistryTlsMissing(host, Innermost(cause).Message),
        host,
        Messages.FormatRegistryTlsMissingRemedy(host),
        cause);

    public static MlemException Timeout(Uri uri, TimeSpan limit) => new(
        "RegistryTimeout",
        MlemErrorCategory.OperationTimeout,
        Messages.FormatRegistryTimeout(uri.Authority, limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture), uri.AbsolutePath),
        uri.Authority,
        Messages.RegistryTimeoutRemedy);

    public static MlemException NotARegistry(Uri uri, string reason, Exception? cause = null) => new(
        "RegistryNotARegistry",
        MlemErrorCategory.ProtocolError,
        Messages.FormatRegistryNotARegistry(uri.Authority, uri.GetLeftPart(UriPartial.Path), reason),
        uri.Authority,
        Messages.RegistryNotARegistryRemedy,
        cause);

    public static MlemException AnswerInvalid(Uri uri, string reason) => new(
        "RegistryAnswerInvalid",
        MlemErrorCategory.ProtocolError,
        Messages.FormatRegistryAnswerInvalid(uri.Authority, uri.AbsolutePath, reason),
        uri.Authority,
        Messages.RegistryAnswerInvalidRemedy);

    public static MlemException RedirectRefused(Uri from, string reason) => new(
        "RegistryRedirectRefused",
        MlemErrorCategory.ProtocolError,
        Messages.FormatRegistryRedirectRefused(from.Authority, from.AbsolutePath, reason),
        from.Authority,
        Messages.RegistryRedirectRefusedRemedy);

    public static MlemException RealmRefused(string host, string realm, string reason) => new(
        "RegistryRealmRefused",
        MlemErrorCategory.AuthenticationError,
        Messages.FormatRegistryRealmRefused(host, PlainText.Bound(realm), reason),
        host,
        Messages.RegistryRealmRefusedRemedy);

    public static MlemException LoginRequired(string host, string lookedIn, string details, MlemException? failure = null) =>
        failure is null ? LoginRequired(host, lookedIn, details) : new(
            failure.ErrorId,
            failure.Category,
            Messages.FormatAsksForLoginThatCannotBeLookedUp(host, failure.Message),
            host,
            failure.Recommendation,
            failure);

    private static MlemException LoginRequired(string host, string lookedIn, string details) => new(
        "RegistryLoginRequired",
        MlemErrorCategory.AuthenticationError,
        Messages.FormatRegistryLoginRequired(host, lookedIn.Length > 0 ? Messages.FormatLookedInLookedIn(lookedIn) : "", details),
        host,
        string.Format(CultureInfo.InvariantCulture, LogIn, EnvironmentCredentialSource.VariablePrefix(host)));

    public static MlemException AuthenticationFailed(string host, RegistryCredential credential, string details) => new(
        "RegistryAuthenticationFailed",
        MlemErrorCategory.AuthenticationError,
        Messages.FormatRegistryAuthenticationFailed(host, credential, credential.Origin, details),
        host,
        Messages.FormatRegistryAuthenticationFailedRemedy(string.Format(CultureInfo.InvariantCulture, LogIn, EnvironmentCredentialSource.VariablePrefix(host))));

    public static MlemException TokenExpired(string host, RegistryCredential credential, string details) => new(
        "RegistryTokenExpired",
        MlemErrorCategory.AuthenticationError,
        Messages.FormatRegistryTokenExpired(host, credential, credential.Origin, details),
        host,
        Messages.FormatRegistryTokenExpiredRemedy(host));

    public static MlemException AccessDenied(string host, string what, RegistryCredential? credential, string details) => new(
        "RegistryAccessDenied",
        MlemErrorCategory.PermissionDenied,
        Messages.FormatRegistryAccessDenied(host, credential is null ? Messages.AnAnonymousUser : credential, what, details),
        host,
        Messages.RegistryAccessDeniedRemedy);

    public static MlemException ManifestNotFound(ImageReference image, string details) => new(
        "ManifestNotFound",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatManifestNotFound(image.Domain, image.Repository, image.Digest is null ? ":" : "@", image.TagOrDigest, details),
        image.Canonical,
        Messages.ManifestNotFoundRemedy);

    public static MlemException RepositoryNotFound(ImageReference image, string details) => new(
        "RepositoryNotFound",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatRepositoryNotFound(image.Domain, image.Repository, details),
        image.Name,
        Messages.RepositoryNotFoundRemedy);

    public static MlemException DeleteNotOffered(ImageReference image, string details) => new(
        "RegistryDeleteNotOffered",
        MlemErrorCategory.InvalidOperation,
        Messages.FormatRegistryDeleteNotOffered(image.Domain, image.Familiar, details),
        image.Canonical,
        image.Domain == ImageReference.DockerHubDomain
            ? Messages.DeleteTagOnDockerHubWeb
            : Messages.AllowDeletesInRegistryDockersOwn);

    public static MlemException RateLimited(string host, TimeSpan? wait, string details) => new(
        "RegistryRateLimited",
        MlemErrorCategory.ResourceUnavailable,
        Messages.FormatRegistryRateLimited(host, Wait(wait), details),
        host,
        Messages.WaitBeforeTryingAgainDockerHub);

    public static MlemException Unavailable(string host, int status, TimeSpan? wait, string details) => new(
        "RegistryUnavailable",
        MlemErrorCategory.ResourceUnavailable,
        Messages.FormatRegistryUnavailable(host, status, Wait(wait), details),
        host,
        Messages.RegistryUnavailableRemedy);

    public static MlemException Refused(Uri uri, string what, int status, string details) => new(
        "RegistryRequestRefused",
        MlemErrorCategory.InvalidOperation,
        Messages.FormatRegistryRequestRefused(uri.Authority, what, status, details),
        uri.Authority);

    private static string Wait(TimeSpan? wait) =>
        wait is null ? "" : Messages.FormatAndAsksToWaitS(Math.Ceiling(wait.Value.TotalSeconds).ToString(CultureInfo.InvariantCulture));

    private static Exception Innermost(Exception failure) =>
        failure.InnerException is { } inner ? Innermost(inner) : failure;
}
