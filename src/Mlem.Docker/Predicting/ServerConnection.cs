using System.Globalization;
using System.Text;
using Mlem.Docker.Configuration;

namespace Mlem.Docker.Predicting;

/// <summary>An answer of a server, read to its end.</summary>
internal sealed record ServerAnswer(int Status, byte[] Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>Sends requests to a server and reads answers of bounded length in bounded time.</summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly MlemServerClientOptions _options;
    private readonly EnvironmentProxy _proxy = new();
    private readonly HttpClient _http;

    public ServerConnection(Uri server, MlemServerClientOptions options)
    {
        _options = options;
        Server = Address(server);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = options.ConnectTimeout,
            Proxy = _proxy,
            UseProxy = options.Connect is null,
            ConnectCallback = options.Connect is { } connect ? (_, stop) => connect(stop) : null,
        };
        _http = new HttpClient(handler) { BaseAddress = Server, Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri Server { get; }

    public async Task<ServerAnswer> SendAsync(
        HttpMethod method, string path, HttpContent? content, long limit, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(_options.Timeout);
        bool answering = false;
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            request.Headers.Accept.ParseAdd("*/*");

            // That a server has closed a kept connection is heard too late through an Engine: each request has its own.
            request.Headers.ConnectionClose = _options.Connect is null ? null : true;
            _options.Observer.Debug($"{method} {Server}{path}");
            using HttpResponseMessage response = await _http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, time.Token).ConfigureAwait(false);
            answering = true;
            byte[] body = await ReadAsync(response, limit, time.Token).ConfigureAwait(false);
            return new ServerAnswer((int)response.StatusCode, body);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            // The handler's own limit on connecting comes as a cancellation too.
            throw time.IsCancellationRequested ? TimedOut(e) : Unreachable(Messages.ConnectionTookTooLong, e);
        }
        catch (HttpRequestException e) when (!answering && ProxyErrors.Find(Server, _proxy, e) is { } proxys)
        {
            throw proxys;
        }
        catch (HttpRequestException e) when (!answering && e.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            throw Unreachable((e.InnerException ?? e).Message, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Lost(e);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, long limit, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentLength > limit)
            throw TooLarge(limit);
        using var body = new MemoryStream();
        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[81920];
            while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var count and > 0)
            {
                if (body.Length + count > limit)
                    throw TooLarge(limit);
                body.Write(buffer, 0, count);
            }
        }

        return body.ToArray();
    }

    private static Uri Address(Uri server)
    {
        string text = server.OriginalString.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "http://" + text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https")
            || !HostName.IsUsable(address))
        {
            throw new MlemException(
                "ServerAddressInvalid",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatIsNoAddressOfHTTPServer(server.OriginalString),
                server,
                Messages.GiveAddressSuchAsHttp127);
        }

        if (address.UserInfo.Length > 0)
        {
            throw new MlemException(
                "ServerAddressInvalid",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatAddressOfServerAtHoldsUser(address.Host),
                address.Host,
                Messages.LeaveThemOut);
        }

        string path = address.AbsolutePath.EndsWith('/') ? address.AbsolutePath : address.AbsolutePath + "/";
        return new UriBuilder(address.Scheme, address.Host, address.Port, path).Uri;
    }

    private MlemException Unreachable(string why, Exception inner) => new(
        "ServerUnreachable",
        MlemErrorCategory.ConnectionError,
        Messages.FormatServerUnreachable(Server, why),
        Server,
        Messages.ServerUnreachableRemedy,
        inner);

    private MlemException TimedOut(Exception inner) => new(
        "ServerTimeout",
        MlemErrorCategory.OperationTimeout,
        Messages.FormatServerAtDidNotAnswerWithin(Server, FormattableString.Invariant($"{_options.Timeout.TotalSeconds:0.###}")),
        Server,
        Messages.ServerTimeoutRemedy,
        inner);

    private MlemException Lost(Exception inner) => new(
        "ServerConnectionLost",
        MlemErrorCategory.ConnectionError,
        Messages.FormatServerConnectionLost(Server, inner.Message),
        Server,
        Messages.ServerConnectionLostRemedy,
        inner);

    private MlemException TooLarge(long limit) => new(
        "AnswerTooLarge",
        MlemErrorCategory.LimitsExceeded,
        Messages.FormatAnswerOfServerAtIsLonger(Server, limit),
        Server,
        Messages.AnswerTooLargeRemedy);
}
