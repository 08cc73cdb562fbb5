namespace Mlem.Docker.Engine;

/// <summary>Reads an address in the form of <c>DOCKER_HOST</c> as the docker CLI reads it.</summary>
internal static class DockerEndpointParser
{
    public const string DefaultPipe = "npipe:////./pipe/docker_engine";
    public const string DefaultSocket = "unix:///var/run/docker.sock";

    // Over TLS too: the docker CLI takes 2376 only where it is given no host at all.
    private const int DefaultPort = 2375;
    private const int SshPort = 22;

    /// <param name="text">The address.</param>
    /// <param name="chosenBy">How it was chosen, for messages.</param>
    /// <param name="tls">The TLS material that applies to tcp addresses, or null.</param>
    public static DockerEndpoint Parse(string text, string chosenBy, EndpointTls? tls)
    {
        var address = text.Trim();
        var split = address.IndexOf("://", StringComparison.Ordinal);
        var scheme = split < 0 ? "tcp" : address[..split].ToLowerInvariant();
        var rest = split < 0 ? address : address[(split + 3)..];
        return scheme switch
        {
            "unix" => Unix(rest.Length > 0 ? rest : DefaultSocket["unix://".Length..], chosenBy),
            "npipe" => Pipe(rest.Length > 0 ? rest : DefaultPipe["npipe://".Length..], chosenBy),
            "tcp" => Network("tcp", rest, chosenBy, tls),
            "http" => Network("http", rest, chosenBy, null),
            "https" => Network("https", rest, chosenBy, tls ?? new EndpointTls(null, null, null)),
            "ssh" => Ssh(rest, chosenBy),
            _ => throw Refuse(Shown(address), chosenBy, Messages.FormatSchemeIsNotOneOfUnix(scheme)),
        };
    }

    private static DockerEndpoint Unix(string path, string chosenBy)
    {
        if (!path.StartsWith('/'))
            throw Refuse("unix://" + path, chosenBy, Messages.SocketNeedsAbsolutePathSuchAs);
        return new DockerEndpoint(EndpointScheme.Unix, "unix://" + path, chosenBy) { SocketPath = path };
    }

    private static DockerEndpoint Pipe(string path, string chosenBy)
    {
        // npipe:////./pipe/docker_engine; .NET wants the last part and the server's name.
        var parts = path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3 || !parts[1].Equals("pipe", StringComparison.OrdinalIgnoreCase))
            throw Refuse("npipe://" + path, chosenBy, Messages.NamedPipeLooksLikeNpipePipe);
        return new DockerEndpoint(EndpointScheme.NamedPipe, "npipe://" + path, chosenBy)
        {
            Host = parts[0],
            SocketPath = string.Join('\\', parts[2..]),
        };
    }

    private static DockerEndpoint Network(string scheme, string rest, string chosenBy, EndpointTls? tls)
    {
        var uri = Split(scheme, rest, chosenBy);
        if (uri.UserInfo.Length > 0)
            throw Refuse($"{scheme}://{uri.Host}", chosenBy, Messages.AddressOverTcpCarriesNoUser);
        var hasPort = uri.Port > 0 && !(uri.IsDefaultPort && !HasExplicitPort(rest));
        var port = hasPort ? uri.Port : scheme switch { "http" => 80, "https" => 443, _ => DefaultPort };
        var basePath = uri.AbsolutePath.TrimEnd('/');
        return new DockerEndpoint(EndpointScheme.Tcp, $"{scheme}://{uri.Host}:{port}{basePath}", chosenBy)
        {
            Host = uri.IdnHost.Trim('[', ']'),
            Port = port,
            BasePath = basePath,
            Tls = tls,
        };
    }

    private static DockerEndpoint Ssh(string rest, string chosenBy)
    {
        var uri = Split("ssh", rest, chosenBy);
        if (uri.UserInfo.Contains(':', StringComparison.Ordinal))
            throw Refuse($"ssh://{uri.Host}", chosenBy, Messages.PasswordCannotBeGivenInAddress);
        var user = Uri.UnescapeDataString(uri.UserInfo);
        // What begins with a dash would be an option of the ssh program.
        if (user.StartsWith('-') || uri.Host.StartsWith('-'))
            throw Refuse("ssh://" + rest, chosenBy, Messages.NeitherUserNorHostMayBegin);
        var path = uri.AbsolutePath is "/" or "" ? null : Uri.UnescapeDataString(uri.AbsolutePath);
        var port = uri.Port > 0 ? uri.Port : SshPort;
        return new DockerEndpoint(EndpointScheme.Ssh, "ssh://" + rest, chosenBy)
        {
            User = user.Length == 0 ? null : user,
            Host = uri.Host.Trim('[', ']'),
            Port = HasExplicitPort(rest) ? port : 0,
            SocketPath = path,
        };
    }

    private static Uri Split(string scheme, string rest, string chosenBy)
    {
        // Where the host is left out, docker means this machine.
        var hostless = rest.StartsWith(':') || (scheme == "tcp" && (rest.Length == 0 || rest.StartsWith('/')));
        var full = scheme + "://" + (hostless ? "localhost" + rest : rest);
        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || !HostName.IsUsable(uri))
            throw Refuse(Shown(full), chosenBy, Messages.ItHasNoHostOrIts);
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw Refuse(Shown(full), chosenBy, Messages.ItMayNotHaveQueryOr);
        return uri;
    }

    private static bool HasExplicitPort(string rest)
    {
        var authority = rest.Split('/', 2)[0];
        var colon = authority.LastIndexOf(':');
        return colon > authority.LastIndexOf(']') && colon < authority.Length - 1;
    }

    // Without what may be secret: the user's part, and a query, which no address of an Engine has.
    private static string Shown(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var at = address.LastIndexOf('@');
        var shown = at < start ? address : address[..start] + address[(at + 1)..];
        var query = shown.IndexOfAny(['?', '#'], start);
        return query < 0 ? shown : shown[..(query + 1)] + "***";
    }

    private static MlemException Refuse(string address, string chosenBy, string why) => new(
        "EndpointInvalid",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatEndpointInvalid(address, chosenBy, why),
        address,
        Messages.EndpointInvalidRemedy);
}
