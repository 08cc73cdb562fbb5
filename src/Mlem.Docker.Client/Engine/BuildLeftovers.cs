using Docker.DotNet.Models;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

/// <summary>
/// Removes what a cancelled build left on the Engine: containers of its RUN steps and layers without a name. Since
/// their ids come from text that a RUN could have printed, only what was made after the build's begin, and has no
/// name, is touched.
/// </summary>
internal sealed class BuildLeftovers(EngineConnection connection, IOperationObserver observer)
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <param name="record">What the build's stream has told.</param>
    /// <param name="step">The step that the stream told last.</param>
    /// <param name="begun">When the build began by the Engine's clock; without it nothing is removed.</param>
    public async Task RemoveAsync(BuildRecord record, BuildStep? step, DateTimeOffset? begun)
    {
        if (begun is not { } start)
            return;
        using var timer = new CancellationTokenSource(Limit);
        try
        {
            foreach (var id in record.Containers)
                await RemoveContainerAsync(id, start.UtcDateTime, timer.Token).ConfigureAwait(false);
            if (record.LastLayer is { } last && step is not null)
                await RemoveUntoldAsync(last, record.Layers.Contains(last), step, start.UtcDateTime, timer.Token).ConfigureAwait(false);
            // What the youngest layer was made from cannot go before it, so one that stays lets no other wait.
            var attempts = Attempts;
            for (var index = record.Layers.Count - 1; index >= 0; index--)
            {
                if (!await RemoveLayerAsync(record.Layers[index], start.UtcDateTime, attempts, timer.Token).ConfigureAwait(false))
                    attempts = 1;
            }
        }
        catch (Exception error) when (error is EngineException or OperationCanceledException)
        {
            observer.Debug(Messages.FormatCleaningUpAfterCancelledBuildDid(error.Message));
        }
    }

    private async Task RemoveContainerAsync(string id, DateTime start, CancellationToken cancellation)
    {
        var question = new EngineQuestion(Messages.RemovingContainerOfCancelledBuild, id, EngineSubject.Container);
        await UntilGoneAsync(Attempts, async () =>
        {
            var container = await connection.CallAsync(
                question, (client, stop) => client.Containers.InspectContainerAsync(id, stop), cancellation).ConfigureAwait(false);
            if (container.Created.ToUniversalTime() < start)
                return;
            var force = new ContainerRemoveParameters { Force = true };
            await connection.CallAsync(
                question, (client, stop) => client.Containers.RemoveContainerAsync(id, force, stop), cancellation).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// The containerd store enters a layer before it is unpacked, and a build that is cancelled between the two never
    /// tells its id. It is known by what it was made from and, where that is not ours alone, by the step that made it.
    /// </summary>
    private async Task RemoveUntoldAsync(string parent, bool isOurs, BuildStep step, DateTime start, CancellationToken cancellation)
    {
        var listing = new EngineQuestion(Messages.RemovingLayerOfCancelledBuild, parent, EngineSubject.Image);
        var images = await connection.CallAsync(
            listing, (client, stop) => client.Images.ListImagesAsync(new ImagesListParameters { All = true }, stop), cancellation)
            .ConfigureAwait(false);
        foreach (var image in images.Where(image => image.RepoTags is not { Count: > 0 } && image.ParentID?.Contains(parent, StringComparison.Ordinal) == true))
        {
            if (isOurs || await IsMadeByAsync(step, image.ID, cancellation).ConfigureAwait(false))
                await RemoveLayerAsync(image.ID, start, Attempts, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsMadeByAsync(BuildStep step, string id, CancellationToken cancellation)
    {
        var question = new EngineQuestion(Messages.RemovingLayerOfCancelledBuild, id, EngineSubject.Image);
        var history = await connection.CallAsync(
            question, (client, stop) => client.Images.GetImageHistoryAsync(id, stop), cancellation).ConfigureAwait(false);
        var words = step.Instruction.Split(' ', 2);
        var made = history.FirstOrDefault()?.CreatedBy ?? string.Empty;
        // "RUN echo 1" is there as "/bin/sh -c echo 1", "ENV A=1" as "/bin/sh -c #(nop)  ENV A=1", a COPY with a digest for its sources.
        return words[0].Equals("RUN", StringComparison.OrdinalIgnoreCase)
            ? made.EndsWith(words[^1], StringComparison.Ordinal)
            : made.Contains($"#(nop) {words[0]} ", StringComparison.OrdinalIgnoreCase)
                || made.Contains($"#(nop)  {words[0]} ", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>False where the layer stays: it has a name, it is not ours, or somebody else's build uses it.</summary>
    private async Task<bool> RemoveLayerAsync(string id, DateTime start, int attempts, CancellationToken cancellation)
    {
        var question = new EngineQuestion(Messages.RemovingLayerOfCancelledBuild, id, EngineSubject.Image);
        var ours = true;
        return await UntilGoneAsync(attempts, async () =>
        {
            var image = await connection.CallAsync(
                question, (client, stop) => client.Images.InspectImageAsync(id, stop), cancellation).ConfigureAwait(false);
            ours = image.RepoTags is not { Count: > 0 } && image.RepoDigests is not { Count: > 0 } && image.Created?.ToUniversalTime() >= start;
            if (!ours)
                return;
            // Its parents may be other builds' cache, so they stay unless they are on our own list.
            var single = new ImageDeleteParameters { NoPrune = true };
            await connection.CallAsync(
                question, (client, stop) => client.Images.DeleteImageAsync(id, single, stop), cancellation).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false) && ours;
    }

    /// <summary>
    /// Repeats a removal while the Engine is in conflict with itself: it is stopping and removing the same container
    /// at that moment, and a layer that the container uses cannot go before it.
    /// </summary>
    private static async Task<bool> UntilGoneAsync(int attempts, Func<Task> remove, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            try
            {
                await remove().ConfigureAwait(false);
                return true;
            }
            catch (EngineException error) when (error.StatusCode == 404)
            {
                return true;
            }
            catch (EngineException error) when (error.StatusCode is 409 or 500)
            {
                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            }
        }

        return false;
    }
}
