using System.Security.Cryptography;
using System.Text;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>A name that an image has on the Engine only until it earns its own.</summary>
internal sealed class TemporaryName(DockerEngine engine, IOperationObserver observer, string name)
{
    private const string Prefix = "verify-";
    private const int Digits = 16;

    private static readonly TimeSpan Cleanup = TimeSpan.FromSeconds(30);

    /// <summary>A name beside the one that an image is to have.</summary>
    public static ImageReference Beside(ImageReference name)
    {
        string random = Convert.ToHexString(RandomNumberGenerator.GetBytes(Digits / 2)).ToLowerInvariant();
        return name with { Tag = Prefix + random + Mark(random) };
    }

    /// <summary>
    /// Whether a name is one of these: who made it was ended before it was taken away. A tag has no room for a label, so it
    /// proves itself: no tag that a person or another program gives has the right digits at its end.
    /// </summary>
    public static bool Is(string name)
    {
        int tag = name.LastIndexOf(':') + 1;
        return tag > 0 && name.Length == tag + Prefix.Length + (2 * Digits) && name.AsSpan(tag).StartsWith(Prefix, StringComparison.Ordinal)
            && name.EndsWith(Mark(name.Substring(tag + Prefix.Length, Digits)), StringComparison.Ordinal);
    }

    private static string Mark(string random) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"Mlem.Docker {random}")), 0, Digits / 2).ToLowerInvariant();

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
}
