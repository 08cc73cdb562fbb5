using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;

namespace Mlem.Docker.Registries;

/// <summary>
/// Answers a registry's challenges: Basic, or Bearer with a token from the token server that the challenge names
/// (distribution's token specification; OAuth2 for identity tokens). Tokens are kept for a scope until they expire.
/// </summary>
internal sealed class RegistryAuthenticator(
    string domain,
    CredentialLookUp login,
    string lookedIn,
    RegistryTransport transport,
    RegistryClientOptions options)
{
    private readonly RegistryCredential? _credential = login.Credential;
    private readonly ConcurrentDictionary<string, RegistryToken> _tokens = new(StringComparer.Ordinal);

    /// <summary>The header for a request, or null to send it without one.</summary>
    /// <param name="registry">The registry's address.</param>
    /// <param name="challenge">What the registry asked for; null if it asked for nothing yet.</param>
    /// <param name="scope">What the request is about: <c>repository:team/iris:pull</c>; null for a login.</param>
    /// <param name="fresh">Do not use a token from before.</param>
    /// <param name="cancellationToken">Stops the exchange.</param>
    public async Task<AuthenticationHeaderValue?> AuthorizeAsync(
        Uri registry, AuthenticationChallenge? challenge, string? scope, bool fresh, CancellationToken cancellationToken)
    {
        if (challenge is null)
            return null;
        if (_credential?.RegistryToken is { } given)
            return new("Bearer", given);
        if (challenge.IsBasic)
            return _credential?.Password is { } password ? Basic(_credential.UserName!, password) : null;

        var key = scope ?? "";
        if (!fresh && _tokens.TryGetValue(key, out var kept) && kept.IsUsable(DateTimeOffset.UtcNow))
            return new("Bearer", kept.Value);
        var realm = RealmRule.Check(registry, challenge["realm"], options.Insecure);
        var answer = await transport.SendAsync(TokenRequest(realm, challenge["service"], scope), cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
            throw await ExplainTokenServerAsync(answer, realm, challenge["service"], scope, cancellationToken).ConfigureAwait(false);
        var token = RegistryToken.Read(answer, DateTimeOffset.UtcNow);
        _tokens[key] = token;
        return new("Bearer", token.Value);
    }

    /// <summary>The failure behind a 401 or 403 to a request that carried what <see cref="AuthorizeAsync"/> gave.</summary>
    public MlemException Explain(RegistryAnswer answer, string what)
    {
        var details = RegistryErrorBody.Read(answer).InBrackets(_credential);
        if ((int)answer.Status == 403)
            return RegistryErrors.AccessDenied(domain, what, _credential, details);
        if (_credential is null)
            return RegistryErrors.LoginRequired(domain, lookedIn, details, login.Failure);
        if (_credential.RegistryToken is not null)
            return RegistryErrors.TokenExpired(domain, _credential, details);
        var challenge = AuthenticationChallenge.Choose(answer);
        if (_credential.IdentityToken is not null && challenge is { IsBasic: true })
            return RegistryErrors.LoginRequired(domain, "", Messages.FormatFromIsOfNoUseIt(_credential, _credential.Origin, details));
        return challenge is { IsBearer: true }
            ? RegistryErrors.AccessDenied(domain, what, _credential, details)
            : RegistryErrors.AuthenticationFailed(domain, _credential, details);
    }

    private static AuthenticationHeaderValue Basic(string userName, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));

    private RegistryRequest TokenRequest(Uri realm, string? service, string? scope)
    {
        var fields = new Dictionary<string, string>();
        if (service is not null)
            fields["service"] = service;
        if (scope is not null)
            fields["scope"] = scope;
        if (_credential?.IdentityToken is { } identityToken)
        {
            fields["grant_type"] = "refresh_token";
            fields["client_id"] = "mlem-docker";
            fields["refresh_token"] = identityToken;
            return new RegistryRequest(HttpMethod.Post, realm) { Form = fields };
        }

        if (_credential?.UserName is { } userName)
            fields["account"] = userName;
        return new RegistryRequest(HttpMethod.Get, WithQuery(realm, fields))
        {
            Authorization = _credential?.Password is { } password ? Basic(_credential.UserName!, password) : null,
        };
    }

    private static Uri WithQuery(Uri realm, Dictionary<string, string> fields)
    {
        var query = string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        var builder = new UriBuilder(realm);
        builder.Query = builder.Query.Length > 1 ? $"{builder.Query[1..]}&{query}" : query;
        return builder.Uri;
    }

    private async Task<MlemException> ExplainTokenServerAsync(
        RegistryAnswer answer, Uri realm, string? service, string? scope, CancellationToken cancellationToken)
    {
        var body = RegistryErrorBody.Read(answer);
        var details = Messages.FormatItsTokenServerAnswers(body.InBrackets(_credential), answer.Uri.Authority, (int)answer.Status);
        return (int)answer.Status switch
        {
            400 or 401 when _credential?.IdentityToken is not null => RegistryErrors.TokenExpired(domain, _credential, details),
            401 when _credential is null => RegistryErrors.LoginRequired(domain, lookedIn, details, login.Failure),
            // Some refuse a scope like a password; without one only the login is asked for.
            401 when scope is not null && await IsLoginAsync(realm, service, cancellationToken).ConfigureAwait(false) =>
                RegistryErrors.AccessDenied(domain, Messages.ToGetAccessToken, _credential, details),
            401 => RegistryErrors.AuthenticationFailed(domain, _credential, details),
            403 => RegistryErrors.AccessDenied(domain, Messages.ToGetAccessToken, _credential, details),
            _ => RegistryAnswerRule.Explain(answer, Messages.RequestForAccessToken, _credential),
        };
    }

    private async Task<bool> IsLoginAsync(Uri realm, string? service, CancellationToken cancellationToken)
    {
        try
        {
            return (await transport.SendAsync(TokenRequest(realm, service, null), cancellationToken).ConfigureAwait(false)).IsSuccess;
        }
        catch (MlemException)
        {
            return false;
        }
    }
}
