using Mlem.Docker.Engine;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Building;

/// <summary>
/// Gets the images that a Dockerfile starts from onto an Engine. What it does not have is pulled before the build: with
/// BuildKit, that is the only way to show a login.
/// </summary>
internal sealed class BaseImagePull(
    DockerEngine engine, RegistryOperations registries, RegistryCredentials credentials, IOperationObserver observer)
{
    // A registry that answers the Engine does so at once; nobody waits long for a warning.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, EngineImage> _there = [];
    private readonly HashSet<string> _pulled = [];

    /// <summary>An image that was there already, else what the Engine says now.</summary>
    public async Task<EngineImage?> FindAsync(string name, CancellationToken cancellationToken) =>
        _there.GetValueOrDefault(name) ?? await engine.Images.FindImageAsync(name, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Whether an image is its registry's. Docker's own store keeps a registry's digest only of what came from there or went
    /// there. The containerd store gives each image one, as Podman does: there the registry is asked, through the Engine.
    /// </summary>
    public async Task<bool> IsOfRegistryAsync(ImageReference name, EngineImage image, CancellationToken cancellationToken)
    {
        string? digest = image.RepositoryDigests.FirstOrDefault(one => one.StartsWith(name.FamiliarName + "@", StringComparison.Ordinal))?
            [(name.FamiliarName.Length + 1)..];
        if (digest is null || _pulled.Contains(name.EngineName))
            return digest is not null;
        if (digest != image.Id)
            return true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            CredentialLookUp login = await credentials.LookUpAsync(name.Domain, name.Repository, limit.Token).ConfigureAwait(false);
            return await engine.Transfers
                .FindInRegistryAsync(name.EngineName, login.Credential, limit.Token).ConfigureAwait(false) is not null;
        }
        catch (Exception e) when (e is MlemException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            observer.Debug(e.Message);
            return false;
        }
    }

    /// <summary>Pulls what is missing, or all.</summary>
    /// <param name="context">The context with the Dockerfile.</param>
    /// <param name="all">Whether images that are there are looked for anew.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The logins by the images' registries, which the build may need again.</returns>
    public async Task<Dictionary<string, RegistryCredential>> RunAsync(DockerContext context, bool all, CancellationToken cancellationToken)
    {
        var logins = new Dictionary<string, RegistryCredential>();
        foreach (ImageReference image in BaseImages.FromDockerfile(context.ReadText("Dockerfile") ?? ""))
        {
            EngineImage? found = await engine.Images.FindImageAsync(image.EngineName, cancellationToken).ConfigureAwait(false);
            bool keep = found is not null && !all;
            if (keep)
                _there[image.EngineName] = found!;
            RegistryCredential? login = (await LookUpAsync(image, keep, cancellationToken).ConfigureAwait(false)).Credential;
            if (login is not null)
                logins.TryAdd(image.Domain, login);
            if (!keep)
                await PullAsync(image, login, context.BuildArgs.Platform, cancellationToken).ConfigureAwait(false);
        }

        return logins;
    }

    // Of an image that is there nobody needs a login, so that what is wrong with one is no warning either.
    private async Task<CredentialLookUp> LookUpAsync(ImageReference image, bool there, CancellationToken cancellationToken)
    {
        if (!there)
            return await registries.LookUpAsync(image, cancellationToken).ConfigureAwait(false);
        CredentialLookUp found = await credentials.LookUpAsync(image.Domain, image.Repository, cancellationToken).ConfigureAwait(false);
        if (found.Failure is { } failure)
            observer.Verbose(Messages.FormatNoLoginForWasFoundAnd(image.Domain, image.Familiar, failure.Message));
        return found;
    }

    private async Task PullAsync(ImageReference image, RegistryCredential? login, string? platform, CancellationToken cancellationToken)
    {
        try
        {
            await engine.Transfers.PullAsync(image.EngineName, login, platform, observer, cancellationToken).ConfigureAwait(false);
            _pulled.Add(image.EngineName);
        }
        catch (MlemException denied) when (denied.ErrorId == "RegistryAccessDenied")
        {
            throw await registries
                .ExplainDenialAsync(image, denied, Messages.FormatPullingBaseImageFailed(image.EngineName), cancellationToken).ConfigureAwait(false);
        }
    }
}
