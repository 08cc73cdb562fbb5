using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>Gives an image its name once its container has served; an image that does not serve leaves none behind.</summary>
internal sealed class VerifiedImage(DockerEngine engine, IOperationObserver observer)
{
    private static readonly TimeSpan Naming = TimeSpan.FromSeconds(30);

    /// <summary>Tries the image and names it.</summary>
    public async Task<ImageVerification> ConfirmAsync(
        EngineImage image,
        ImageReference temporary,
        ImageReference name,
        Server server,
        ImageVerifyOptions options,
        CancellationToken cancellationToken)
    {
        bool named = false;
        try
        {
            ImageVerification verification = await new ImageVerifier(engine, observer)
                .VerifyAsync(image, name.EngineName, server, options, cancellationToken).ConfigureAwait(false);
            named = true;
            return verification;
        }
        catch (ImageVerificationException) when (options.KeepFailed)
        {
            named = true;
            throw;
        }
        finally
        {
            try
            {
                if (named)
                    await NameAsync(temporary, name).ConfigureAwait(false);
            }
            finally
            {
                await new TemporaryName(engine, observer, temporary.EngineName).RemoveAsync().ConfigureAwait(false);
            }
        }
    }

    // Also after Ctrl+C: the verdict has been given.
    private async Task NameAsync(ImageReference temporary, ImageReference name)
    {
        using var limit = new CancellationTokenSource(Naming);
        await engine.Images.TagAsync(temporary.EngineName, name.EngineName, limit.Token).ConfigureAwait(false);
    }
}
