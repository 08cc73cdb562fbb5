using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using Mlem.Docker.Configuration;

namespace Mlem.Docker.Registries;

/// <summary>
/// Sends requests: within a time, again after 429, 502 and 503, along redirects without carrying credentials to
/// another host, and never reading more than a bound. Turns failures of the connection into errors that say what failed.
/// </summary>
internal sealed class RegistryTransport(string registryHost, RegistryClientOptions options) : IDisposable
{
    private const int MostRedirects = 5;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly EnvironmentProxy _proxy = new(options.Variables);
    private readonly ConcurrentDictionary<string, Lazy<HttpClient>> _clients = new(StringComparer.Ordinal);

    public void Dispose()
    {
        foreach (var client in _clients.Values.Where(client => client.IsValueCreated))
            client.Value.Dispose();
    }

    public async Task<RegistryAnswer> SendAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var answer = await SendWithRetriesAsync(request, cancellationToken).ConfigureAwait(false);
            if ((int)answer.Status is not (301 or 302 or 303 or 307 or 308))
                return answer;
            if (redirects == MostRedirects)
                throw RegistryErrors.RedirectRefused(answer.Uri, Messages.FormatItWasThInRow(MostRedirects + 1));
            request = RedirectRule.Follow(request, answer, options.Insecure);
        }
    }

    private async Task<RegistryAnswer> SendWithRetriesAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await SendOnceAsync(request, attempt, cancellationToken).ConfigureAwait(false);
            if (attempt > options.Retries || RetryRule.Pause(answer, attempt, options) is not { } pause)
                return answer;
            options.Observer.Verbose(
                Messages.FormatAnswersSendingAgainInSOf(request.Uri.Authority, (int)answer.Status, $"{pause.TotalSeconds:0.#}", attempt, options.Retries));
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<RegistryAnswer> SendOnceAsync(RegistryRequest request, int attempt, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.RequestTimeout);
        using var message = request.ToMessage();
        try
        {
            var client = _clients.GetOrAdd(request.Uri.Authority, _ => new(() => CreateClient(request.Uri))).Value;
            using var response = await client
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            var body = await AnswerContent.ReadAsync(request.Uri, response.Content, timeout.Token).ConfigureAwait(false);

            // The query of a redirect to a storage is a key to it.
            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
                throw ProxyErrors.Refused(request.Uri, _proxy.GetProxy(request.Uri), (int)response.StatusCode);
            options.Observer.Debug($"{request.Method} {request.Uri.GetLeftPart(UriPartial.Path)} → {(int)response.StatusCode}");
            return new RegistryAnswer(
                request.Uri,
                response.StatusCode,
                response.Headers,
                response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(),
                AnswerContent.Length(response.Content),
                body,
                attempt);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw RegistryErrors.Timeout(
                request.Uri, timeout.IsCancellationRequested ? options.RequestTimeout : ConnectTimeout);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw Explain(request.Uri, failure);
        }
    }

    private MlemException Explain(Uri uri, Exception failure)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner is MlemException judged)
                return judged;
        }

        if (ProxyErrors.Find(uri, _proxy, failure) is { } proxys)
            return proxys;
        return (failure as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => RegistryErrors.HostUnknown(uri.Host, failure),
            HttpRequestError.SecureConnectionError => RegistryErrors.TlsMissing(uri.Authority, failure),
            HttpRequestError.InvalidResponse => RegistryErrors.NotARegistry(uri, Messages.DoesNotAnswerInHTTP, failure),
            _ => RegistryErrors.Unreachable(uri, failure),
        };
    }

    private HttpClient CreateClient(Uri uri)
    {
        // What was allowed for the registry is not allowed for a token server or storage elsewhere.
        var insecure = options.Insecure && RegistryHost.WithoutPort(uri.Authority) == RegistryHost.WithoutPort(registryHost);
        var certificates = RegistryCertificates.Load(uri, insecure, options.CertificateFolders);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = options.Connect,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 64,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = certificates.Judge,
                ClientCertificates = certificates.ClientCertificates,
            },
            Proxy = _proxy,
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(
            new ProductInfoHeaderValue("mlem-docker", typeof(RegistryTransport).Assembly.GetName().Version?.ToString(3)));
        return client;
    }
}
