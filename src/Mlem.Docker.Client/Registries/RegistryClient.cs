using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>
/// Speaks the distribution API (OCI distribution specification, Docker Registry HTTP API V2) to one registry, with one
/// credential. Thread-safe. Every failure is one <see cref="MlemException"/> that says what it was: the host is not
/// known, its certificate is not trusted, it is no registry, the login is wrong, has expired or may not do this.
/// </summary>
public sealed partial class RegistryClient : IDisposable
{
    private const int MostTagPages = 1000;
    private const int MostAttempts = 3;
    private const string LoginPath = "/v2/";

    private readonly RegistryClientOptions _options;
    private readonly RegistryTransport _transport;
    private readonly RegistryAuthenticator _authenticator;
    private readonly RegistryCredential? _credential;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private RegistryConnection? _connection;

    /// <summary>Prepares a client; nothing is sent yet.</summary>
    /// <param name="domain">The registry as an image reference has it: <c>docker.io</c>, <c>localhost:5000</c>.</param>
    /// <param name="credential">How to log in; null for anonymous access.</param>
    /// <param name="options">How to speak to it; null for the defaults.</param>
    /// <param name="lookedIn">Where a credential was looked for, for the message that one is missing.</param>
    public RegistryClient(string domain, RegistryCredential? credential = null, RegistryClientOptions? options = null, string lookedIn = "")
        : this(new CredentialLookUp(credential, null), domain, options, lookedIn)
    {
    }

    internal RegistryClient(CredentialLookUp login, string domain, RegistryClientOptions? options, string lookedIn)
    {
        Domain = RegistryHost.Require(domain);
        _credential = login.Credential;
        _options = options ?? new RegistryClientOptions();
        _transport = new RegistryTransport(RegistryHost.ApiHost(Domain), _options);
        _authenticator = new RegistryAuthenticator(Domain, login, lookedIn, _transport, _options);
    }

    /// <summary>The registry, as an image reference has it.</summary>
    public string Domain { get; }

    internal RegistryCredential? Credential => _credential;

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _transport.Dispose();
        _opening.Dispose();
    }

    /// <summary>Checks that a registry answers and accepts the login (<c>GET /v2/</c>).</summary>
    /// <returns>True if the registry accepted the credential; false if it lets in those without one, so that nothing was proved.</returns>
    public async Task<bool> CheckLoginAsync(CancellationToken cancellationToken = default)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        if (connection.Challenge is null)
            return false;
        var answer = await SendAsync(HttpMethod.Get, LoginPath, null, Messages.ToLogIn, cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccess && (answer.NamesRegistryApi || !answer.IsHtml))
            return _credential is not null;
        throw RegistryAnswerRule.Explain(answer, Messages.TheLogin, _credential);
    }

    /// <summary>Asks for an image by tag or digest, without fetching it (<c>HEAD /v2/…/manifests/…</c>).</summary>
    /// <returns>Digest, media type and size of its manifest; null if the registry does not have it.</returns>
    public async Task<ManifestDescriptor?> HeadManifestAsync(ImageReference image, CancellationToken cancellationToken = default)
    {
        RequireOwn(image);
        RegistryAnswer answer;
        try
        {
            answer = await SendManifestAsync(HttpMethod.Head, image, cancellationToken).ConfigureAwait(false);
        }
        catch (MlemException refused) when (refused.ErrorId == "RegistryAccessDenied")
        {
            return await FindByContentAsync(image, refused, cancellationToken).ConfigureAwait(false);
        }

        if ((int)answer.Status == 429 || ((int)answer.Status >= 500 && answer.Status != HttpStatusCode.NotImplemented))
            throw RegistryAnswerRule.Explain(answer, Messages.FormatTheQuestionForImageFamiliar(image.Familiar), _credential);
        if (answer.IsSuccess && answer.MediaType == "text/html")
            throw RegistryErrors.NotARegistry(answer.Uri, Messages.AnswersWithHtml);
        if (!answer.IsSuccess || answer.Header("Docker-Content-Digest") is not { } digest || answer.MediaType is null || answer.Length is null)
        {
            // Not every registry gives these with HEAD, and what lies before some lets no HEAD pass.
            return await FindByContentAsync(image, null, cancellationToken).ConfigureAwait(false);
        }

        CheckDigest(answer.Uri, image, digest);
        return new ManifestDescriptor(digest, answer.MediaType, answer.Length.Value);
    }

    /// <summary>As <see cref="HeadManifestAsync"/>, by fetching the manifest.</summary>
    private async Task<ManifestDescriptor?> FindByContentAsync(ImageReference image, MlemException? refused, CancellationToken cancellationToken)
    {
        try
        {
            return (await GetManifestAsync(image, cancellationToken).ConfigureAwait(false)).Descriptor;
        }
        catch (MlemException missing) when (missing.ErrorId == "ManifestNotFound" && refused is null)
        {
            return null;
        }
    }

    /// <summary>Fetches an image's manifest, or the list of its platforms, and checks its digest.</summary>
    /// <exception cref="MlemException"><c>ManifestNotFound</c>, or a failure of the connection or the login.</exception>
    public async Task<RegistryManifest> GetManifestAsync(ImageReference image, CancellationToken cancellationToken = default)
    {
        RequireOwn(image);
        var answer = await SendManifestAsync(HttpMethod.Get, image, cancellationToken).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.NotFound)
            throw RegistryErrors.ManifestNotFound(image, RegistryErrorBody.Read(answer).InBrackets(_credential));
        if (!answer.IsSuccess)
            throw RegistryAnswerRule.Explain(answer, Messages.FormatTheManifestOfImageFamiliar(image.Familiar), _credential);
        if (answer.IsHtml)
            throw RegistryErrors.NotARegistry(answer.Uri, Messages.AnswersWithHtml);

        var digest = image.Digest ?? answer.Header("Docker-Content-Digest") ?? ImageDigest.Compute(answer.Body);
        CheckDigest(answer.Uri, image, digest);
        if (!ImageDigest.Matches(digest, answer.Body))
            throw RegistryErrors.AnswerInvalid(answer.Uri, Messages.FormatManifestsContentDoesNotHaveIts(digest));
        return RegistryManifest.Read(
            answer.Uri, new ManifestDescriptor(digest, answer.MediaType ?? "", answer.Body.Length), answer.Body);
    }

    /// <summary>The tags of the repository that the reference names, in the registry's order, page by page.</summary>
    /// <exception cref="MlemException"><c>RepositoryNotFound</c>, or a failure of the connection or the login.</exception>
    public async IAsyncEnumerable<string> ListTagsAsync(
        ImageReference repository, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RequireOwn(repository);
        var scope = Scope(repository, "pull");
        var page = $"/v2/{repository.Repository}/tags/list?n=1000";
        for (var pages = 0; page is not null; pages++)
        {
            var answer = await SendAsync(HttpMethod.Get, page, scope, Messages.FormatToListTagsOf(repository.Repository), cancellationToken)
                .ConfigureAwait(false);
            if (answer.Status == HttpStatusCode.NotFound)
                throw RegistryErrors.RepositoryNotFound(repository, RegistryErrorBody.Read(answer).InBrackets(_credential));
            if (!answer.IsSuccess)
                throw RegistryAnswerRule.Explain(answer, Messages.FormatTheTagsOfFamiliarName(repository.FamiliarName), _credential);
            var next = TagPage.Next(answer);
            if (next is not null && (next == page || pages >= MostTagPages))
                throw RegistryErrors.AnswerInvalid(answer.Uri, Messages.ItsListOfTagsDoesNot);
            foreach (var tag in TagPage.Read(answer))
                yield return tag;
            page = next;
        }
    }

    private Task<RegistryAnswer> SendManifestAsync(HttpMethod method, ImageReference image, CancellationToken cancellationToken) =>
        SendAsync(
            method,
            $"/v2/{image.Repository}/manifests/{image.TagOrDigest}",
            Scope(image, "pull"),
            Messages.FormatToLookUp(image.Familiar),
            cancellationToken,
            ManifestMediaTypes.All);

    // Answers everything but 401 and 403, which are always failures.
    private async Task<RegistryAnswer> SendAsync(
        HttpMethod method,
        string path,
        string? scope,
        string what,
        CancellationToken cancellationToken,
        IReadOnlyList<string>? accept = null)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var request = new RegistryRequest(method, new Uri(connection.Address, path)) { Accept = accept ?? [] };
        var challenge = connection.Challenge;
        for (var attempt = 1; ; attempt++)
        {
            var authorization = await _authenticator
                .AuthorizeAsync(connection.Address, challenge, scope, attempt > 1, cancellationToken).ConfigureAwait(false);
            var answer = await _transport
                .SendAsync(request with { Authorization = authorization }, cancellationToken).ConfigureAwait(false);
            if ((int)answer.Status is not (401 or 403))
                return answer;

            // A token may have run out, the registry may want another scope, or no tokens; a refused password stays refused.
            var next = answer.Status == HttpStatusCode.Unauthorized && RegistryRequest.SameOrigin(answer.Uri, connection.Address)
                ? AuthenticationChallenge.ChooseNext(answer, authorization?.Scheme, isFresh: attempt > 1)
                : null;
            if (next is null || attempt == MostAttempts)
                throw await ExplainAsync(answer, authorization?.Scheme, path, what, cancellationToken).ConfigureAwait(false);
            challenge = next;
            scope = next["scope"] ?? scope;
        }
    }

    // That the password is wrong is known only where nothing but the login was asked for.
    private async Task<MlemException> ExplainAsync(
        RegistryAnswer answer, string? scheme, string path, string what, CancellationToken cancellationToken)
    {
        var failure = _authenticator.Explain(answer, what);
        if (failure.ErrorId != "RegistryAuthenticationFailed" || path == LoginPath || scheme != "Basic")
            return failure;
        try
        {
            await CheckLoginAsync(cancellationToken).ConfigureAwait(false);
            return RegistryErrors.AccessDenied(Domain, what, _credential, RegistryErrorBody.Read(answer).InBrackets(_credential));
        }
        catch (MlemException refused)
        {
            return refused.ErrorId == failure.ErrorId ? refused : failure;
        }
    }

    private async Task<RegistryConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { } open)
            return open;
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _connection ??= await RegistryConnection
                .OpenAsync(Domain, _transport, _options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private static string Scope(ImageReference image, string action) => $"repository:{image.Repository}:{action}";

    private static void CheckDigest(Uri uri, ImageReference image, string digest)
    {
        if (!ImageDigest.IsValid(digest))
            throw RegistryErrors.AnswerInvalid(uri, Messages.FormatIsNoDigest(PlainText.Bound(digest)));
        if (image.Digest is not null && image.Digest != digest)
            throw RegistryErrors.AnswerInvalid(uri, Messages.FormatItAnswersDigestWhereWasAsked(digest, image.Digest));
    }

    private void RequireOwn(ImageReference image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!string.Equals(RegistryHost.Normalise(image.Domain), Domain, StringComparison.Ordinal))
            throw new ArgumentException($"{image.Familiar} is in {image.Domain}, not in {Domain}.", nameof(image));
    }
}
