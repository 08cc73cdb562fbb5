using System.Collections.Concurrent;
using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>
/// Asks for images, pushes, deletes and logs in, by the kind of the registry: the Engine's own images for
/// <see cref="DockerRegistry"/>, the distribution API for the others. MLEM: the methods <c>image_exists</c>,
/// <c>push</c>, <c>delete_image</c> and <c>login</c> of its registries.
/// </summary>
public sealed class RegistryOperations : IDisposable
{
    private readonly RegistryCredentials _credentials;
    private readonly RegistryClientOptions _options;
    private readonly IEngineImages? _engine;
    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RegistryClient> _clients = new(StringComparer.Ordinal);

    /// <summary>Prepares the service for registries alone, without an Engine; nothing is sent yet.</summary>
    /// <param name="credentials">Where credentials are looked for.</param>
    /// <param name="options">How registries are spoken to; null for the defaults.</param>
    public RegistryOperations(RegistryCredentials credentials, RegistryClientOptions? options = null)
        : this(credentials, options, null)
    {
    }

    internal RegistryOperations(RegistryCredentials credentials, RegistryClientOptions? options, IEngineImages? engine)
    {
        _credentials = credentials;
        _options = options ?? new RegistryClientOptions();
        _engine = engine;
    }

    /// <summary>Closes the connections to registries.</summary>
    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    /// <summary>Looks an image up in its registry.</summary>
    /// <returns>The image, or null if the registry does not have it.</returns>
    /// <exception cref="MlemException">The question could not be answered; a missing image is never confused with that.</exception>
    public async Task<RegistryImage?> FindAsync(DockerRegistry registry, ImageReference image, CancellationToken cancellationToken = default)
    {
        if (IsEngine(registry))
        {
            return await RequireEngine().FindAsync(image.EngineName, cancellationToken).ConfigureAwait(false) is { } local
                ? new RegistryImage(image, null, null, local.Id)
                : null;
        }

        var client = await ClientAsync(image.Domain, image.Repository, cancellationToken).ConfigureAwait(false);
        return await client.HeadManifestAsync(image, cancellationToken).ConfigureAwait(false) is { } found
            ? new RegistryImage(image, found.Digest, found.MediaType)
            : null;
    }

    /// <summary>Whether the registry has the image.</summary>
    /// <exception cref="MlemException">As <see cref="FindAsync"/>.</exception>
    public async Task<bool> ExistsAsync(DockerRegistry registry, ImageReference image, CancellationToken cancellationToken = default) =>
        await FindAsync(registry, image, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>The tags of the image's repository. For the Engine's own images there is no such list.</summary>
    /// <exception cref="MlemException"><c>RepositoryNotFound</c>, <c>RegistryNotSupported</c>, or a failure of the connection or the login.</exception>
    public async Task<IReadOnlyList<string>> ListTagsAsync(
        DockerRegistry registry, ImageReference repository, CancellationToken cancellationToken = default)
    {
        if (IsEngine(registry))
            throw RegistryOperationErrors.NoTags();
        var tags = new List<string>();
        var client = await ClientAsync(repository.Domain, repository.Repository, cancellationToken).ConfigureAwait(false);
        await foreach (var tag in client.ListTagsAsync(repository, cancellationToken).ConfigureAwait(false))
            tags.Add(tag);
        return tags;
    }

    /// <summary>
    /// Pushes the Engine's image of that name, and asks for it afterwards: the registry, or where it cannot be read from
    /// here the Engine. Where neither can tell, the push counts as done, with a warning that says what was not confirmed.
    /// Nothing is pushed for the Engine's own registry. The Engine's image stays in any case.
    /// </summary>
    /// <exception cref="MlemException"><c>ImageNotFound</c>, <c>PushNotConfirmed</c>, <c>RegistryNotSupported</c>, or the Engine's or the registry's failure.</exception>
    public async Task<RegistryImage> PushAsync(DockerRegistry registry, ImageReference image, CancellationToken cancellationToken = default)
    {
        RequireSupport(registry, Messages.PushTo);
        var engine = RequireEngine();
        var local = await engine.FindAsync(image.EngineName, cancellationToken).ConfigureAwait(false)
            ?? throw RegistryOperationErrors.ImageNotFound(image, engine.Description);
        if (IsEngine(registry))
            return new RegistryImage(image, null, null, local.Id);

        var credential = (await LookUpAsync(image, cancellationToken).ConfigureAwait(false)).Credential;
        if (credential is null)
            _options.Observer.Verbose(Messages.FormatNoCredentialForWasFoundLooked(image.Domain, _credentials.Description));
        string? digest;
        try
        {
            digest = await engine
                .PushAsync(image.EngineName, credential, _options.Observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MlemException denied) when (denied.ErrorId == "RegistryAccessDenied")
        {
            var lead = Messages.FormatPushingFailedImageIsStillOn(image.EngineName);
            throw await ExplainDenialAsync(image, denied, lead, cancellationToken).ConfigureAwait(false);
        }

        // A push may give the image its registry's digest, so what the Engine knows of it is asked anew.
        local = await engine.FindAsync(image.EngineName, cancellationToken).ConfigureAwait(false) ?? local;
        var confirmation = new PushConfirmation(engine, credential, _options, image, local, digest);
        return await confirmation.AskAsync(stop => ClientAsync(image.Domain, image.Repository, stop), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes an image from its registry.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="image">The image, by tag or digest.</param>
    /// <param name="force">For the Engine's own images: although a stopped container uses it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False if the registry did not have it.</returns>
    /// <exception cref="MlemException"><c>RegistryDeleteNotOffered</c>, <c>RegistryNotSupported</c>, or a failure of the Engine, the connection or the login.</exception>
    public async Task<bool> DeleteAsync(
        DockerRegistry registry, ImageReference image, bool force = false, CancellationToken cancellationToken = default)
    {
        RequireSupport(registry, Messages.DeleteFrom);
        if (IsEngine(registry))
            return await RequireEngine().RemoveAsync(image.EngineName, force, cancellationToken).ConfigureAwait(false);
        try
        {
            var client = await ClientAsync(image.Domain, image.Repository, cancellationToken).ConfigureAwait(false);
            await client.DeleteManifestAsync(image, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (MlemException missing) when (missing.ErrorId == "ManifestNotFound")
        {
            return false;
        }
    }

    /// <summary>Logs in to a registry with the first credential that fits.</summary>
    /// <returns>True if the registry accepted it; false if nothing was proved, since it lets in those without one, or is the Engine.</returns>
    /// <exception cref="MlemException"><c>RegistryLoginRequired</c>: it asks for a credential and none was found; or the registry's refusal.</exception>
    public async Task<bool> LoginAsync(DockerRegistry registry, CancellationToken cancellationToken = default) =>
        await ProveLoginAsync(registry, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Logs in to the registry at a host with the first credential that fits.</summary>
    /// <returns>True if the registry accepted it; false if nothing was proved, since it lets in those without one.</returns>
    /// <exception cref="MlemException"><c>RegistryLoginRequired</c>: it asks for a credential and none was found; or the registry's refusal.</exception>
    public async Task<bool> LoginAsync(string host, CancellationToken cancellationToken = default) =>
        await ProveLoginAsync(host, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>As <see cref="LoginAsync(DockerRegistry, CancellationToken)"/>, with the credential that was accepted; null where nothing was proved.</summary>
    internal async Task<RegistryCredential?> ProveLoginAsync(DockerRegistry registry, CancellationToken cancellationToken)
    {
        RequireSupport(registry, Messages.LogInTo);
        return IsEngine(registry) ? null : await ProveLoginAsync(RegistryOperationErrors.RequireHost(registry), cancellationToken).ConfigureAwait(false);
    }

    private Task<RegistryCredential?> ProveLoginAsync(string host, CancellationToken cancellationToken) =>
        ProveLoginAsync(host, null, cancellationToken);

    private async Task<RegistryCredential?> ProveLoginAsync(string host, string? repository, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(RegistryHost.Require(host), repository, cancellationToken).ConfigureAwait(false);
        return await client.CheckLoginAsync(cancellationToken).ConfigureAwait(false) ? client.Credential : null;
    }

    // The plain local type is the Engine; every other type is a registry of its own.
    private static bool IsEngine(DockerRegistry registry) => registry is not (DockerIORegistry or RemoteRegistry);

    private static void RequireSupport(DockerRegistry registry, string what)
    {
        if (registry is EcrRegistry or HerokuRegistry)
            throw RegistryOperationErrors.NotSupported((RemoteRegistry)registry, what);
    }

    /// <summary>
    /// What the registry itself says to the login: the Engine says of every refused push or pull that access was
    /// denied, whether the password is wrong, the token has expired, or the user may not.
    /// </summary>
    /// <param name="image">The image that was to be pushed or pulled.</param>
    /// <param name="denied">The Engine's failure, which is the answer where the registry takes the login.</param>
    /// <param name="lead">The sentence before the registry's reason.</param>
    /// <param name="cancellationToken">Stops the question.</param>
    internal async Task<MlemException> ExplainDenialAsync(
        ImageReference image, MlemException denied, string lead, CancellationToken cancellationToken)
    {
        if (await LookUpAsync(image, cancellationToken).ConfigureAwait(false) is { Credential: null, Failure: { } broken })
            return RegistryOperationErrors.LoginRefused(image, lead, broken, denied);
        try
        {
            await ProveLoginAsync(image.Domain, image.Repository, cancellationToken).ConfigureAwait(false);
            return denied;
        }
        catch (MlemException failure) when (failure.Category == MlemErrorCategory.AuthenticationError)
        {
            return RegistryOperationErrors.LoginRefused(image, lead, failure, denied);
        }
        catch (MlemException)
        {
            return denied;
        }
    }

    /// <summary>The credential for an image's registry. A place that cannot be used is told once, as a warning.</summary>
    internal Task<CredentialLookUp> LookUpAsync(ImageReference image, CancellationToken cancellationToken) =>
        LookUpAsync(image.Domain, image.Repository, cancellationToken);

    private async Task<CredentialLookUp> LookUpAsync(string domain, string? repository, CancellationToken cancellationToken)
    {
        var found = await _credentials.LookUpAsync(domain, repository, cancellationToken).ConfigureAwait(false);
        if (found.Failure is { } failure && _warned.TryAdd(failure.Message, true))
        {
            if (found.Credential is null)
                _options.Observer.Warning(Messages.FormatLoginCouldNotBeLookedUp(RegistryHost.Normalise(domain), failure.Message));
            else
                _options.Observer.Verbose(failure.Message);
        }

        return found;
    }

    // A part of a registry may have a login of its own.
    private async Task<RegistryClient> ClientAsync(string domain, string? repository, CancellationToken cancellationToken)
    {
        var host = RegistryHost.Normalise(domain);
        var place = $"{host}/{repository}";
        if (_clients.TryGetValue(place, out var known))
            return known;
        var login = await LookUpAsync(host, repository, cancellationToken).ConfigureAwait(false);
        var client = new RegistryClient(login, host, _options, _credentials.Description);
        var kept = _clients.GetOrAdd(place, client);
        if (!ReferenceEquals(kept, client))
            client.Dispose();
        return kept;
    }

    private IEngineImages RequireEngine() => _engine ?? throw new InvalidOperationException("There is no Docker Engine here.");
}
