using Mlem.Docker.Engine;

namespace Mlem.Docker.Registries;

/// <summary>
/// Makes sure of a push whose stream told of no failure. The registry is asked, and where it cannot be read from here, or
/// is another one than the Engine's (its <c>localhost</c>), the Engine. A manifest under the name proves the push only
/// if it is this image's: by the digest that the Engine told, else by what the manifest holds.
/// </summary>
internal sealed class PushConfirmation(
    IEngineImages engine,
    RegistryCredential? credential,
    RegistryClientOptions options,
    ImageReference image,
    EngineImage local,
    string? digest)
{
    private const int Attempts = 4;

    /// <summary>The image as the registry has it; its digest is null where nobody could tell it.</summary>
    /// <exception cref="MlemException"><c>PushNotConfirmed</c>: who was asked has another image under the name, or none.</exception>
    public async Task<RegistryImage> AskAsync(Func<CancellationToken, Task<RegistryClient>> connect, CancellationToken cancellationToken)
    {
        string why;
        MlemException? unread = null;
        try
        {
            RegistryClient client = await connect(cancellationToken).ConfigureAwait(false);
            (ManifestDescriptor? confirmed, why) = await AskRegistryAsync(client, cancellationToken).ConfigureAwait(false);
            if (confirmed is not null)
                return new RegistryImage(image, confirmed.Digest, confirmed.MediaType, local.Id);
        }
        catch (MlemException failure)
        {
            (unread, why) = (failure, failure.Message);
        }

        options.Observer.Verbose(Messages.FormatPushIsConfirmedByTheEngine(image.EngineName, why));
        string? there;
        try
        {
            there = await engine
                .FindInRegistryAsync(image.EngineName, credential, cancellationToken).ConfigureAwait(false);
        }
        // A web page in the registry's place speaks against the push: Podman has been seen to push to one without an error.
        catch (MlemException failure) when (unread is not null && unread.ErrorId != "RegistryNotARegistry")
        {
            options.Observer.Warning(Messages.FormatPushUnconfirmed(image.EngineName, image.Domain, why, failure.Message));
            return new RegistryImage(image, digest, null, local.Id);
        }
        catch (MlemException)
        {
            throw RegistryOperationErrors.PushNotConfirmed(image, digest, why);
        }

        if (there is not null && IsThisImage(there))
        {
            if (unread is null)
                options.Observer.Warning(Messages.FormatRegistryHereIsNotTheEngines(image.EngineName, image.Domain));
            return new RegistryImage(image, there, null, local.Id);
        }

        throw RegistryOperationErrors.PushNotConfirmed(
            image, digest, there is null ? Messages.RegistryDoesNotHaveImage : Messages.FormatThereNameHasDigestSoSomeone(there));
    }

    private async Task<(ManifestDescriptor? Confirmed, string Why)> AskRegistryAsync(RegistryClient client, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            ManifestDescriptor? found = await client.HeadManifestAsync(image, cancellationToken).ConfigureAwait(false);
            if (found is not null
                && (IsThisImage(found.Digest) || (digest is null && await HoldsThisImageAsync(client, cancellationToken).ConfigureAwait(false))))
            {
                return (found, "");
            }

            if (attempt == Attempts)
            {
                return (null, found is null
                    ? Messages.RegistryDoesNotHaveImage
                    : Messages.FormatThereNameHasDigestSoSomeone(found.Digest));
            }

            // Some registries show a new image only a moment later.
            await Task.Delay(options.RetryDelay * attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsThisImage(string found) => digest is null ? local.IsKnownAs(found) : found == digest;

    // An image id is the digest of the configuration, wherever it is not the manifest's own.
    private async Task<bool> HoldsThisImageAsync(RegistryClient client, CancellationToken cancellationToken) =>
        (await client.GetManifestAsync(image, cancellationToken).ConfigureAwait(false)).Config?.Digest is { } configuration
        && (local.Id == configuration || local.Id == configuration.Split(':')[^1]);
}
