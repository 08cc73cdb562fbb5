using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>Gives an image its name once its container has served; an image that does not serve leaves none behind.</summary>
internal sealed class VerifiedImage(DockerEngine engine, IOperationObserver observer)
{
    private static readonly TimeSpan Cleanup = TimeSpan.FromSeconds(30);

    /// <summary>A name for the time until the verdict.</summary>
    public static ImageReference TemporaryName(ImageReference name) => name with { Tag = $"verify-{Guid.NewGuid():N}"[..15] };

    /// <summary>Takes the name away again, if a build that did not come to its end for us gave it; the failure to tell is the build's.</summary>
    public async Task ForgetAsync(ImageReference temporary)
    {
        using var limit = new CancellationTokenSource(Cleanup);
        try
        {
            await engine.RemoveImageAsync(temporary.EngineName, force: false, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MlemException or OperationCanceledException)
        {
            observer.Debug(e.Message);
        }
    }

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
            // Also after Ctrl+C: what was built for a verdict that will not come must not stay.
            using var limit = new CancellationTokenSource(Cleanup);
            try
            {
                if (named)
                    await engine.TagAsync(temporary.EngineName, name.EngineName, limit.Token).ConfigureAwait(false);
            }
            finally
            {
                await engine.RemoveImageAsync(temporary.EngineName, force: false, limit.Token).ConfigureAwait(false);
            }
        }
    }
}
