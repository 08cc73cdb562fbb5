using Docker.DotNet.Handler.Abstractions;
using Microsoft.Extensions.Logging;

namespace Mlem.Docker.Engine.Transport;

/// <summary>
/// Lets Docker.DotNet's typed calls go through our own dialer: one place knows sockets, pipes, TLS and ssh. No proxy
/// of the environment, redirect or cookie lies between.
/// </summary>
internal sealed class DialingHandlerFactory : IDockerHandlerFactory<EngineDialer>
{
    public ResolvedTransport CreateHandler(EngineDialer transportOptions, ResolvedClientOptions clientOptions, ILogger logger)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) => new BoundedStream(await transportOptions.DialAsync(cancellation).ConfigureAwait(false)),
            // Dialling has a limit of its own, whose message names the endpoint.
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        };
        // A base path is for streams' own requests too, so it is part of what is asked, not of the dialling.
        return new ResolvedTransport(new TellingHandler(transportOptions, handler), new Uri("http://docker" + transportOptions.Endpoint.BasePath + "/"));
    }

    public ResolvedTransport CreateHandler(ResolvedClientOptions clientOptions, ILogger logger) =>
        throw new NotSupportedException("The handler needs a dialer.");

    public Task<WriteClosableStream> HijackStreamAsync(HttpContent content) =>
        throw new NotSupportedException("Streams go through HttpExchange.");

    private sealed class TellingHandler(EngineDialer dialer, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private const string Login = "X-Registry-Auth";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            foreach ((string name, string value) in dialer.Endpoint.Settings.Headers)
            {
                if (!request.Headers.Contains(name))
                    request.Headers.TryAddWithoutValidation(name, value);
            }

            // Docker.DotNet writes the login in plain base64, in which moby does not read a '+' or a '/'.
            if (request.Headers.TryGetValues(Login, out IEnumerable<string>? logins) && logins.ToArray() is [var login])
            {
                request.Headers.Remove(Login);
                request.Headers.TryAddWithoutValidation(Login, RegistryAuth.ForUrls(login));
            }

            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            dialer.Tell(request.Method.Method, request.RequestUri!.AbsolutePath, (int)response.StatusCode);
            return response;
        }
    }
}
