using System.Diagnostics;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Makes containers and starts them, and takes back what did not work.</summary>
internal sealed class Launch(
    DeploymentSession session, RunParameters parameters, ImageStep images, DeploymentOptions options, IOperationObserver observer)
{
    // Cleaning up must come to its end although the user has pressed Ctrl+C.
    private static readonly TimeSpan CleaningLimit = TimeSpan.FromSeconds(60);

    private readonly Recovery _recovery = new(session, observer);
    private readonly ImageSweep _sweep = new(session, observer);

    public Readiness Readiness { get; } = new(session.Engine, observer);

    /// <summary>How long nothing served, since both containers want the same host port; null where one always did.</summary>
    public TimeSpan? Gap { get; private set; }

    /// <summary>Makes the first container of a deployment. After a failure all is as before.</summary>
    public async Task<DockerContainerState> CreateAsync(
        DockerContainerState? before, DockerContainerState wanted, CancellationToken cancellationToken)
    {
        try
        {
            string id = await MakeAsync(wanted.ContainerName!, wanted, cancellationToken).ConfigureAwait(false);
            DockerContainerState state = wanted with { ContainerId = id };
            await session.Store.WriteAsync(state, cancellationToken).ConfigureAwait(false);
            await StartAsync(id, cancellationToken).ConfigureAwait(false);
            await _sweep.RunAsync(state.Image!.ImageId, cancellationToken).ConfigureAwait(false);
            return state;
        }
        catch (Exception)
        {
            await CleanAsync(async clean =>
            {
                await RemoveOwnAsync(null, clean).ConfigureAwait(false);
                await (before is null ? session.Store.DeleteAsync(clean) : session.Store.WriteAsync(before, clean)).ConfigureAwait(false);
            }).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Puts a new container in the place of the old one, which goes only when the new one serves. With a fixed port the
    /// old one must stop first; then it is kept under another name, and comes back if the new one fails.
    /// </summary>
    public async Task<DockerContainerState> ReplaceAsync(
        EngineContainer old, DockerContainerState wanted, CancellationToken cancellationToken)
    {
        string name = wanted.ContainerName!;
        string aside = ContainerNames.Old(old.Name);
        bool sameName = old.Name == name;
        bool exclusive = ExcludeEachOther(old, parameters);
        DockerContainerState state;
        long stopped = 0;
        try
        {
            string id = await MakeAsync(sameName ? ContainerNames.New(name) : name, wanted, cancellationToken).ConfigureAwait(false);
            if (exclusive)
            {
                observer.Verbose(Messages.FormatContainerIsStoppedSinceNewOne(old.Name));
                await session.Engine.Containers.RenameContainerAsync(old.Id, aside, cancellationToken).ConfigureAwait(false);
                stopped = Stopwatch.GetTimestamp();
                await _recovery.StopAsync(old.Id, null, cancellationToken).ConfigureAwait(false);
            }

            await StartAsync(id, cancellationToken).ConfigureAwait(false);
            Gap = exclusive ? Stopwatch.GetElapsedTime(stopped) : null;
            if (sameName && !exclusive)
                await session.Engine.Containers.RenameContainerAsync(old.Id, aside, cancellationToken).ConfigureAwait(false);
            if (sameName)
                await session.Engine.Containers.RenameContainerAsync(id, name, cancellationToken).ConfigureAwait(false);

            state = wanted with { ContainerId = id };
            await session.Store.WriteAsync(state, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            await CleanAsync(clean => RestoreAsync(old, clean)).ConfigureAwait(false);
            throw;
        }

        if (Gap is { } gap)
            observer.Warning(Messages.FormatBothContainersWantSameHostPort(name, $"{gap.TotalMilliseconds:0}"));

        // From here on the new one counts; what stays of the old one is for the next call.
        await CleanAsync(
            async clean =>
            {
                await Readiness.TellLastWordsAsync(old, clean).ConfigureAwait(false);
                await _recovery.RemoveAsync(old.Id, old.Name, old.ImageId, clean).ConfigureAwait(false);
                await _sweep.RunAsync(state.Image!.ImageId, clean).ConfigureAwait(false);
            },
            undoImage: false).ConfigureAwait(false);
        return state;
    }

    /// <summary>True when a container's ports keep a new one with those parameters from running beside it.</summary>
    public static bool ExcludeEachOther(EngineContainer old, RunParameters parameters) =>
        old.IsRunning && (parameters.UsesHostNetwork && old.Networks.ContainsKey("host")
            || parameters.Ports.Any(wanted => old.Ports.Any(port => HostPorts.Overlap(wanted, port))));

    /// <summary>Lets a container run that does not.</summary>
    public async Task<DeploymentAction> WakeAsync(EngineContainer container, CancellationToken cancellationToken)
    {
        switch (container.State)
        {
            case "running" or "restarting":
                return DeploymentAction.Unchanged;
            case "paused":
                await session.Engine.Containers.UnpauseContainerAsync(container.Id, cancellationToken).ConfigureAwait(false);
                return DeploymentAction.Resumed;
            default:
                await session.Engine.Containers.StartContainerAsync(container.Id, cancellationToken).ConfigureAwait(false);
                return DeploymentAction.Restarted;
        }
    }

    public async Task<EngineContainer> WaitAsync(string id, CancellationToken cancellationToken)
    {
        ReadinessRule rule = await RuleAsync(id, cancellationToken).ConfigureAwait(false);
        return await Readiness.WaitAsync(id, rule, options.ReadyTimeout, cancellationToken).ConfigureAwait(false);
    }

    public async Task StartAsync(string id, CancellationToken cancellationToken)
    {
        await session.Engine.Containers.StartContainerAsync(id, cancellationToken).ConfigureAwait(false);
        await WaitAsync(id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> MakeAsync(string name, DockerContainerState state, CancellationToken cancellationToken)
    {
        string image = await images.RunnableAsync(state.Image!, cancellationToken).ConfigureAwait(false);
        ContainerCreated made = await session.Engine.Containers.CreateContainerAsync(
            parameters.Build(image, name, session.Identity.Labels(state)),
            parameters.UsesConfigProxy ? [.. session.Deployment.Args.SetEnv.Select(one => one.Split('=', 2)[0])] : null,
            cancellationToken).ConfigureAwait(false);
        foreach (string warning in made.Warnings)
            observer.Warning(warning);
        return made.Id;
    }

    // What runs in MLEM's own way serves on its port; of a command of the user's own nobody knows.
    private async Task<ReadinessRule> RuleAsync(string id, CancellationToken cancellationToken)
    {
        EngineContainer? container = await session.Engine.Containers.FindContainerAsync(id, cancellationToken).ConfigureAwait(false);
        EngineImage? image = container is null
            ? null : await session.Engine.Images.FindImageAsync(container.ImageId, cancellationToken).ConfigureAwait(false);
        bool own = parameters.OverridesCommand || image is not { Entrypoint.Count: 0 }
            || !string.Join(' ', image.Command).EndsWith("sh run.sh", StringComparison.Ordinal);
        return new ReadinessRule(StatusReader.InterfacePort(session, container?.Labels ?? new Dictionary<string, string>()), !own);
    }

    private async Task RestoreAsync(EngineContainer old, CancellationToken cancellationToken)
    {
        await RemoveOwnAsync(old.Id, cancellationToken).ConfigureAwait(false);
        EngineContainer? now = await session.Engine.Containers.FindContainerAsync(old.Id, cancellationToken).ConfigureAwait(false);
        if (now is null)
            return;
        if (now.Name != old.Name)
            await session.Engine.Containers.RenameContainerAsync(old.Id, old.Name, cancellationToken).ConfigureAwait(false);
        if (old.IsRunning && !now.IsRunning)
        {
            await session.Engine.Containers.StartContainerAsync(old.Id, cancellationToken).ConfigureAwait(false);
            observer.Warning(Messages.FormatContainerRunsAgainAsItWas(old.Name));
        }
    }

    // By label, since a request that was cancelled may have made a container whose id nobody heard.
    private async Task RemoveOwnAsync(string? except, CancellationToken cancellationToken)
    {
        foreach (EngineContainerSummary own in await session.Engine.Containers.ListContainerSummariesAsync(
            true, [$"{DeploymentIdentity.OwnerLabel}={session.Identity.Owner}"], cancellationToken).ConfigureAwait(false))
        {
            if (own.Id != except)
                await session.Engine.Containers.RemoveContainerAsync(own.Id, force: true, volumes: true, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CleanAsync(Func<CancellationToken, Task> work, bool undoImage = true)
    {
        using var limit = new CancellationTokenSource(CleaningLimit);
        try
        {
            await work(limit.Token).ConfigureAwait(false);
            if (undoImage)
                await images.UndoAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MlemException or OperationCanceledException)
        {
            observer.Warning(Messages.FormatTidyingUpDidNotComeTo(e.Message));
        }
    }
}
