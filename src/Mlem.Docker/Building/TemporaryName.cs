using System.Text.RegularExpressions;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>A name that an image has on the Engine only until it earns its own.</summary>
internal sealed partial class TemporaryName(DockerEngine engine, IOperationObserver observer, string name)
{
    private static readonly TimeSpan Cleanup = TimeSpan.FromSeconds(30);

    /// <summary>A name beside the one that an image is to have.</summary>
    public static ImageReference Beside(ImageReference name) => name with { Tag = $"verify-{Guid.NewGuid():N}"[..15] };

    /// <summary>Whether a name is one of these: who made it was ended before it was taken away.</summary>
    public static bool Is(string name) => Form().IsMatch(name);

    /// <summary>Gives the image the name that it has earned, and takes this one away.</summary>
    public async Task GiveWayToAsync(ImageReference earned)
    {
        // Also after Ctrl+C: the image is built, or the verdict given.
        using var limit = new CancellationTokenSource(Cleanup);
        try
        {
            await engine.Images.TagAsync(name, earned.EngineName, limit.Token).ConfigureAwait(false);
        }
        finally
        {
            await RemoveAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes the name away; that it stays is an error.</summary>
    public async Task RemoveAsync()
    {
        // Also after Ctrl+C: what was built for an end that will not come must not stay.
        using var limit = new CancellationTokenSource(Cleanup);
        await engine.Images.RemoveImageAsync(name, force: false, limit.Token).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes the name away where a build has failed, which is the failure to tell. The Engine may have come to the end of a
    /// build that was cancelled or whose answer was cut: then the name is there, else there is nothing to remove.
    /// </summary>
    public async Task ForgetAsync()
    {
        try
        {
            await RemoveAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is MlemException or OperationCanceledException)
        {
            observer.Debug(Messages.FormatTheImageImageIdStaysReason(name, e.Message));
        }
    }

    [GeneratedRegex(@":verify-[0-9a-f]{8}\z")]
    private static partial Regex Form();
}
