using Mlem.Docker.Building;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Takes away images that were built for a service, lost their name or never got it, and are not what it runs or would roll back to.</summary>
internal static class ServiceImages
{
    public static async Task SweepAsync(
        DockerEngine engine, string? builtFor, EngineService? service, IOperationObserver observer, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(builtFor))
            return;
        var filters = new Dictionary<string, IReadOnlyList<string>> { ["label"] = [$"{DeploymentIdentity.ImageLabel}={builtFor}"] };
        foreach (EngineImage image in await engine.Images.ListImagesAsync(filters, cancellationToken).ConfigureAwait(false))
        {
            if (service?.Uses(image.Id) == true)
                continue;
            string[] names = image.Tags.Count == 0 ? [image.Id] : [.. image.Tags.Where(IsNobodys)];
            try
            {
                foreach (string name in names)
                    await engine.Images.RemoveImageAsync(name, force: false, cancellationToken).ConfigureAwait(false);
            }
            catch (EngineException e)
            {
                observer.Debug(Messages.FormatTheImageImageIdStaysReason(image.Id, e.Message));
            }
        }
    }

    // What the swarm fetched by a digest has no other name; with the containerd store that is one as well.
    private static bool IsNobodys(string name) => TemporaryName.Is(name) || name.Contains('@', StringComparison.Ordinal);
}
