using System.Net;

namespace Mlem.Docker.Configuration;

/// <summary>
/// The proxy for requests of our own: <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> in either spelling, but for
/// this machine and for what <c>NO_PROXY</c> names. Without such a variable, the one of the operating system.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy, ICredentials
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly NoProxyList _direct;
    private readonly IWebProxy? _system;

    /// <param name="variables">The variables; null for those of the process, read now.</param>
    public EnvironmentProxy(IReadOnlyDictionary<string, string?>? variables = null)
    {
        IReadOnlyDictionary<string, string?> read = variables ?? DockerVariables.OfProcess();
        string? Either(string name) => read.Value(name.ToLowerInvariant()) ?? read.Value(name);
        Uri? all = Address(Either("ALL_PROXY"));
        // In a CGI program HTTP_PROXY is a header that anyone may send.
        _http = Address(read.Value("http_proxy") ?? (read.Value("REQUEST_METHOD") is null ? read.Value("HTTP_PROXY") : null)) ?? all;
        _https = Address(Either("HTTPS_PROXY")) ?? all;
        _direct = new NoProxyList(Either("NO_PROXY"));
        _system = _http is null && _https is null && variables is null ? HttpClient.DefaultProxy : null;
    }

    // A user and a password stand in the proxy's own address.
    public ICredentials? Credentials
    {
        get => _system is null ? this : _system.Credentials;
        set => throw new NotSupportedException();
    }

    public NetworkCredential? GetCredential(Uri uri, string authType)
    {
        Uri? proxy = new[] { _https, _http }.FirstOrDefault(one => one?.UserInfo.Length > 0 && one.Authority == uri.Authority);
        if (proxy is null)
            return null;
        string[] parts = proxy.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length == 1 ? string.Empty : Uri.UnescapeDataString(parts[1]));
    }

    public Uri? GetProxy(Uri destination)
    {
        if (IsDirect(destination))
            return null;
        if (_system is not null)
            return _system.IsBypassed(destination) ? null : _system.GetProxy(destination);
        return destination.Scheme == Uri.UriSchemeHttps ? _https : _http;
    }

    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    private bool IsDirect(Uri destination) => destination.IsLoopback
        || destination.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || _direct.Contains(destination.IdnHost, destination.Port);

    private static Uri? Address(string? text)
    {
        if (text is null)
            return null;
        string full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (full.StartsWith("socks5h://", StringComparison.OrdinalIgnoreCase))
            full = "socks5://" + full["socks5h://".Length..];
        return Uri.TryCreate(full, UriKind.Absolute, out Uri? address)
            && address.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5" ? address : null;
    }
}
