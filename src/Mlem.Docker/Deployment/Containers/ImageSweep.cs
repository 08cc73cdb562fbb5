using Mlem.Docker.Building;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Removes images without a name of their own that this deployment's builds left behind and no container uses.</summary>
internal sealed class ImageSweep(DeploymentSession session, IOperationObserver observer)
{
    // A machine may have many such images of other builds; only those of a build not long ago are looked at.
    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    /// <param name="current">The image that runs now; null for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(string? current, CancellationToken cancellationToken)
    {
        IReadOnlyList<EngineImage> nameless = await session.Engine.Images.ListImagesAsync(
            new Dictionary<string, IReadOnlyList<string>> { ["dangling"] = ["true"] }, cancellationToken).ConfigureAwait(false);
        foreach (EngineImage image in nameless.Where(i => i.Id != current && session.Identity.ImageLabels.All(i.Labels.Contains)))
            await RemoveAsync(image.Id, cancellationToken).ConfigureAwait(false);
        await RemoveTemporaryNamesAsync(cancellationToken).ConfigureAwait(false);
        EngineImage[] unfinished = [.. nameless.Where(IsUnfinished)];
        if (current is not null && unfinished.Length > 0)
            await RemoveTwinsAsync(current, unfinished, cancellationToken).ConfigureAwait(false);
    }

    // A start that was killed while the image it had built got its name.
    private async Task RemoveTemporaryNamesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<EngineImage> ours = await session.Engine.Images.ListImagesAsync(
            new Dictionary<string, IReadOnlyList<string>> { ["label"] = [.. session.Identity.ImageLabels.Select(l => $"{l.Key}={l.Value}")] },
            cancellationToken).ConfigureAwait(false);
        foreach (string name in ours.SelectMany(i => i.Tags).Where(TemporaryName.Is))
            await RemoveAsync(name, cancellationToken).ConfigureAwait(false);
    }

    // A build that was killed goes on to the end of its step while the next build does the same step once more: then two
    // images come of it, and only one gets the steps after it.
    private async Task RemoveTwinsAsync(string current, IEnumerable<EngineImage> unfinished, CancellationToken cancellationToken)
    {
        Dictionary<(string? Parent, string CreatedBy), string?> steps = [];
        foreach ((EngineImageStep step, string? parent) in await StepsAsync(current, cancellationToken).ConfigureAwait(false))
            steps[(parent, step.CreatedBy)] = step.ImageId;
        foreach (EngineImage image in unfinished)
        {
            (EngineImageStep Step, string? Parent) last = (await StepsAsync(image.Id, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
            if (last.Parent is not null && steps.TryGetValue((last.Parent, last.Step.CreatedBy), out string? ours) && ours != image.Id)
                await RemoveAsync(image.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<(EngineImageStep Step, string? Parent)>> StepsAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<EngineImageStep> steps = await session.Engine.Images.ReadHistoryAsync(image, cancellationToken).ConfigureAwait(false);
            return [.. steps.Zip(steps.Skip(1), (step, before) => (step, before.ImageId))];
        }
        catch (EngineException e) when (e.StatusCode == 404)
        {
            return [];
        }
    }

    // The labels come with a build's last steps.
    private static bool IsUnfinished(EngineImage image) =>
        !image.Labels.ContainsKey(DeploymentIdentity.ImageLabel) && image.Created > DateTime.UtcNow - Recent;

    private async Task RemoveAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            await session.Engine.Images.RemoveImageAsync(image, force: false, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.StatusCode == 409)
        {
            observer.Debug(Messages.FormatImageIsInUse(image, e.Message));
        }
    }
}
