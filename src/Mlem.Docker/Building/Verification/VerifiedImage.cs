using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>Gives an image its name once its container has served; an image that does not serve leaves none behind.</summary>
internal sealed class VerifiedImage(DockerEngine engine, IOperationObserver observer)
{
    /// <summary>Tries the image and names it.</summary>
    public async Task<ImageVerification> ConfirmAsync(
        EngineImage image,
        ImageReference temporary,
        ImageReference name,
        Server server,
        ImageVerifyOptions options,
        CancellationToken cancellationToken)
    {
        var trying = new TemporaryName(engine, observer, temporary.EngineName);
        bool earned = false;
        try
        {
            ImageVerification verification = await new ImageVerifier(engine, observer)
                .VerifyAsync(image, name.EngineName, server, options, cancellationToken).ConfigureAwait(false);
            earned = true;
            return verification;
        }
        catch (ImageVerificationException) when (options.KeepFailed)
        {
            earned = true;
            throw;
        }
        finally
        {
            await (earned ? trying.GiveWayToAsync(name) : trying.RemoveAsync()).ConfigureAwait(false);
        }
    }
}
