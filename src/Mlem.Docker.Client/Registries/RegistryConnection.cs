namespace Mlem.Docker.Registries;

/// <summary>How a registry is reached and what it asks of those who come.</summary>
/// <param name="Address">Scheme, host and port.</param>
/// <param name="Challenge">Its answer to a caller without a login; null where it lets everyone in.</param>
internal sealed record RegistryConnection(Uri Address, AuthenticationChallenge? Challenge)
{
    /// <summary>Asks <c>GET /v2/</c>: by https, and where http is allowed and there is no TLS, by http.</summary>
    public static async Task<RegistryConnection> OpenAsync(
        string domain, RegistryTransport transport, RegistryClientOptions options, CancellationToken cancellationToken)
    {
        var host = RegistryHost.ApiHost(domain);
        try
        {
            return await PingAsync(new Uri($"https://{host}"), transport, cancellationToken).ConfigureAwait(false);
        }
        catch (MlemException noTls) when (MayBeHttp(noTls, host, options))
        {
            try
            {
                return await PingAsync(new Uri($"http://{host}"), transport, cancellationToken).ConfigureAwait(false);
            }
            catch (MlemException failure) when (failure.ErrorId is "RegistryUnreachable" or "RegistryTimeout" or SpeaksTls)
            {
                // It is not http either, so what TLS had to say is nearer to the truth.
                throw noTls;
            }
        }
    }

    private const string SpeaksTls = "RegistrySpeaksTls";

    private static bool MayBeHttp(MlemException failure, string host, RegistryClientOptions options)
    {
        if (!options.Insecure && !RegistryHost.IsLoopback(host))
            return false;

        // Nobody at port 443 says nothing about port 80; at a given port it would be the same port.
        var hasPort = RegistryHost.WithoutPort(host).Length < host.Trim('[', ']').Length;
        return failure.ErrorId is "RegistryTlsMissing" || (failure.ErrorId is "RegistryUnreachable" && !hasPort);
    }

    private static async Task<RegistryConnection> PingAsync(Uri address, RegistryTransport transport, CancellationToken cancellationToken)
    {
        var uri = new Uri(address, "/v2/");
        var answer = await transport.SendAsync(new RegistryRequest(HttpMethod.Get, uri), cancellationToken).ConfigureAwait(false);
        var challenge = AuthenticationChallenge.Choose(answer);
        switch ((int)answer.Status)
        {
            case 200 when answer.NamesRegistryApi || (answer.MediaType is null or "application/json" && !answer.IsHtml):
                return new RegistryConnection(address, null);
            case 401 when challenge is not null && !RegistryRequest.SameOrigin(answer.Uri, address):
                // The login is for this registry; a host that it led to may not ask for it, nor say who gives the token.
                throw RegistryErrors.RedirectRefused(uri, Messages.FormatAnotherHostAsksForLogin(answer.Uri.Authority));
            case 401 when challenge is not null:
                return new RegistryConnection(address, challenge);
            case 200 or 401 or 404 when answer.IsHtml:
                throw RegistryErrors.NotARegistry(answer.Uri, Messages.FormatAnswersStatusWithHtml((int)answer.Status));
            case 400 when uri.Scheme == Uri.UriSchemeHttp && !answer.NamesRegistryApi:
                throw new MlemException(SpeaksTls, MlemErrorCategory.ConnectionError, Messages.ItSpeaksTLS);
            case 200:
                throw RegistryErrors.NotARegistry(answer.Uri, Messages.DoesNotAnswerAsDistributionAPI);
            case 401:
                throw RegistryErrors.NotARegistry(answer.Uri, Messages.Answers401AndAsksForLogin);
            case 404:
                throw RegistryErrors.NotARegistry(answer.Uri, Messages.Answers404ThereIsNoDistribution);
            case 403:
                throw RegistryErrors.AccessDenied(address.Authority, Messages.ToComeIn, null, RegistryErrorBody.Read(answer).InBrackets());
            default:
                throw RegistryAnswerRule.Explain(answer, Messages.QuestionForItsAPI, null);
        }
    }
}
