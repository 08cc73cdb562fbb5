using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>
/// Brings a deployment back in order after whatever ended the last operation: the container of the state gets its name
/// back, containers of ours that no state knows are taken over or removed.
/// </summary>
internal sealed class Recovery(DeploymentSession session, IOperationObserver observer)
{
    /// <returns>The state and its container, which is null when there is none.</returns>
    public async Task<(DockerContainerState? State, EngineContainer? Container, bool Adopted)> RunAsync(
        DockerContainerState? state, CancellationToken cancellationToken)
    {
        EngineContainer? current = await session.FindAsync(state, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<EngineContainerSummary> ours = await session.Engine.Containers.ListContainerSummariesAsync(
            true, [$"{DeploymentIdentity.OwnerLabel}={session.Identity.Owner}"], cancellationToken).ConfigureAwait(false);
        List<EngineContainerSummary> orphans = [.. ours.Where(o => o.Id != current?.Id)];
        bool adopted = false;
        if (current is null && Best(orphans) is { } orphan
            && DeploymentIdentity.StateOf(orphan.Id, ContainerNames.Final(orphan.Name), orphan.Labels) is { } told)
        {
            orphans.Remove(orphan);
            state = told;
            current = await session.FindAsync(state, cancellationToken).ConfigureAwait(false);
            adopted = current is not null;
            observer.Verbose(Messages.FormatContainerBelongsToThisDeploymentBut(orphan.Name));
        }

        foreach (EngineContainerSummary left in orphans)
            await RemoveAsync(left.Id, left.Name, left.ImageId, cancellationToken).ConfigureAwait(false);
        if (current is not null && state!.ContainerName is { } name && current.Name != name)
            current = await TakeBackAsync(current, name, cancellationToken).ConfigureAwait(false);
        return (state, current, adopted);
    }

    /// <summary>Removes a container for good, and its image when nothing has a name for it or uses it.</summary>
    public async Task RemoveAsync(string id, string name, string imageId, CancellationToken cancellationToken)
    {
        observer.Verbose(Messages.FormatRemovingTheContainerName(name));
        await StopAsync(id, null, cancellationToken).ConfigureAwait(false);

        // The image goes first: were this process ended in between, only the container would tell of it.
        await RemoveUnnamedImageAsync(imageId, id, cancellationToken).ConfigureAwait(false);
        await session.Engine.Containers.RemoveContainerAsync(id, force: true, volumes: true, cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(string id, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (await session.Engine.Containers.FindContainerAsync(id, cancellationToken).ConfigureAwait(false) is not { IsRunning: true } container)
            return;
        try
        {
            // A paused container cannot follow its stop signal.
            if (container.State == "paused")
                await session.Engine.Containers.UnpauseContainerAsync(id, cancellationToken).ConfigureAwait(false);
            await session.Engine.Containers.StopContainerAsync(id, timeout ?? StopGrace.For(container), cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.StatusCode is 404 or 409)
        {
            observer.Debug(Messages.FormatItEndedByItself(e.Message));
        }
    }

    private async Task RemoveUnnamedImageAsync(string imageId, string user, CancellationToken cancellationToken)
    {
        try
        {
            if (imageId.Length == 0 || await session.Engine.Images.FindImageAsync(imageId, cancellationToken).ConfigureAwait(false)
                is not { Tags.Count: 0, RepositoryDigests.Count: 0 } image || !image.Labels.ContainsKey(DeploymentIdentity.ModelHashLabel))
            {
                return;
            }

            IReadOnlyList<EngineContainerSummary> all =
                await session.Engine.Containers.ListContainerSummariesAsync(true, null, cancellationToken).ConfigureAwait(false);
            if (!all.Any(c => c.ImageId == imageId && c.Id != user))
                await session.Engine.Images.RemoveImageAsync(imageId, force: true, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e)
        {
            observer.Debug(Messages.FormatTheImageImageIdStaysReason(imageId, e.Message));
        }
    }

    private static EngineContainerSummary? Best(List<EngineContainerSummary> orphans) =>
        orphans.MaxBy(o => (o.State == "running" ? 4 : 0) + (ContainerNames.Final(o.Name) == o.Name ? 2 : 0)
            + (o.Name.EndsWith("-mlem-old", StringComparison.Ordinal) ? 1 : 0));

    // Its replacement did not come to its end. Whoever has the name now is not ours to judge.
    private async Task<EngineContainer> TakeBackAsync(EngineContainer container, string name, CancellationToken cancellationToken)
    {
        if (ContainerNames.Final(container.Name) != name)
            return container;
        observer.Verbose(Messages.FormatReplacementOfContainerWasInterruptedIt(name));
        await session.Engine.Containers.RenameContainerAsync(container.Id, name, cancellationToken).ConfigureAwait(false);
        if (!container.IsRunning && container.Name == ContainerNames.Old(name))
            await session.Engine.Containers.StartContainerAsync(container.Id, cancellationToken).ConfigureAwait(false);
        return await session.Engine.Containers.FindContainerAsync(container.Id, cancellationToken).ConfigureAwait(false) ?? container;
    }
}
