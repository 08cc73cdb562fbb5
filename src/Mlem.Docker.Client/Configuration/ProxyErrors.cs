using System.Globalization;
using System.Net;

namespace Mlem.Docker.Configuration;

/// <summary>Failures of a proxy between here and a server, which say nothing about the server.</summary>
internal static class ProxyErrors
{
    /// <summary>The error behind a failed request where its proxy is to blame; null where it is not.</summary>
    /// <param name="uri">What was asked.</param>
    /// <param name="proxy">The proxies in use.</param>
    /// <param name="failure">What the request threw.</param>
    public static MlemException? Find(Uri uri, IWebProxy proxy, Exception failure)
    {
        if (failure is not HttpRequestException request || proxy.GetProxy(uri) is not { } address)
            return null;
        return request.HttpRequestError switch
        {
            HttpRequestError.ProxyTunnelError => Refused(uri, address, Status(request)),
            HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => new MlemException(
                "ProxyUnreachable",
                MlemErrorCategory.ConnectionError,
                Messages.FormatProxyUnreachable(Shown(address), uri.Authority, Innermost(request).Message.TrimEnd('.')),
                Shown(address),
                Messages.FormatProxyUnreachableRemedy(uri.Host),
                failure),
            _ => null,
        };
    }

    /// <summary>A proxy's answer in place of the server's: it wants a login, or does not let the request through.</summary>
    public static MlemException Refused(Uri uri, Uri? proxy, int? status) => new(
        "ProxyRefused",
        MlemErrorCategory.ConnectionError,
        Messages.FormatProxyRefused(proxy is null ? string.Empty : " " + Shown(proxy), uri.Authority, Answer(status)),
        uri.Authority,
        status == (int)HttpStatusCode.ProxyAuthenticationRequired
            ? Messages.ProxyWantsALogin : Messages.FormatProxyRefusedRemedy(uri.Host));

    private static string Answer(int? status) => status is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" ({status})");

    // Without user and password.
    private static string Shown(Uri proxy) => $"{proxy.Scheme}://{proxy.Authority}";

    private static int? Status(HttpRequestException failure)
    {
        if (failure.StatusCode is { } status)
            return (int)status;
        // Only the text tells it: "... failed with status code '407'".
        string[] parts = failure.Message.Split('\'');
        return parts.Length > 2 && int.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out int told) ? told : null;
    }

    private static Exception Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure;
}
