using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Brings a deployment to what is declared, whatever it was before: the table in docs/deployment-states.md.</summary>
internal sealed class Starter(DeploymentSession session, MlemModel? model, DeploymentOptions options, IOperationObserver observer)
{
    private readonly RunParameters _parameters = RunParameters.Parse(session.Deployment.Params, session.Deployment.Ports);
    private readonly ImageStep _images = new(session, options, observer);
    private MlemModel? _model = model;
    private TimeSpan? _gap;

    public async Task<DockerContainerStatus> RunAsync(CancellationToken cancellationToken)
    {
        if (session.Deployment.ContainerName is { } name)
            ContainerNames.Check(name);
        if (options.Confirm is { } confirm)
        {
            DockerContainerState? seen = await session.Store.ReadAsync(cancellationToken).ConfigureAwait(false);
            EngineContainer? there = await session.FindAsync(seen, cancellationToken).ConfigureAwait(false);
            DockerContainerState aim = Wanted(seen);
            bool same = seen is not null && await IsSameAsync(seen, aim, cancellationToken).ConfigureAwait(false);
            DockerContext? context = there is not null && same ? null : await _images.PlannedAsync(_model, seen, cancellationToken).ConfigureAwait(false);
            if (!confirm(new DeploymentPlan(Plan(there, aim, same), context)))
                return StatusReader.From(session, seen, there, null);
        }

        IAsyncDisposable held = await session.Store.LockAsync(observer, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            DockerContainerState? before = await session.Store.ReadAsync(cancellationToken).ConfigureAwait(false);
            CheckEngine(before);
            Wanted(before);
            (DockerContainerState? state, EngineContainer? container, bool adopted) =
                await new Recovery(session, observer).RunAsync(before, cancellationToken).ConfigureAwait(false);
            (DockerContainerState done, DeploymentAction action) =
                await BringAsync(before, state, container, adopted, cancellationToken).ConfigureAwait(false);
            DockerContainerStatus status = await StatusReader.ReadAsync(session, done, action, cancellationToken).ConfigureAwait(false);
            return status with { Gap = _gap, PythonVersion = _images.Built?.PythonVersion, PythonReason = _images.Built?.PythonReason };
        }
    }

    private async Task<(DockerContainerState State, DeploymentAction Action)> BringAsync(
        DockerContainerState? before, DockerContainerState? state, EngineContainer? container, bool adopted, CancellationToken cancellationToken)
    {
        DockerContainerState wanted = Wanted(state);
        var launch = new Launch(session, _parameters, _images, options, observer);
        bool same = container is not null && await IsSameAsync(state!, wanted, cancellationToken).ConfigureAwait(false);
        if (container is { State: not ("dead" or "removing") } && same)
        {
            DeploymentAction action = await WakeAsync(launch, container, cancellationToken).ConfigureAwait(false);
            if (adopted)
                await session.Store.WriteAsync(state!, cancellationToken).ConfigureAwait(false);

            // A start that was killed after it had made this container has not come to its own sweep.
            await new ImageSweep(session, observer).RunAsync(container.ImageId, cancellationToken).ConfigureAwait(false);
            return (state!, adopted && action == DeploymentAction.Unchanged ? DeploymentAction.Adopted : action);
        }

        await CheckNameAsync(wanted.ContainerName!, container?.Id, cancellationToken).ConfigureAwait(false);
        await _images.CheckAsync(wanted.ContainerName!, cancellationToken).ConfigureAwait(false);
        await HostPorts.CheckAsync(
            session.Engine, _parameters.Ports, container is null ? [] : [container.Id], cancellationToken).ConfigureAwait(false);
        DockerImage image = await _images.GetAsync(_model, state, wanted.ContainerName!, cancellationToken).ConfigureAwait(false);
        wanted = wanted with { Image = image };
        if (container is not null)
        {
            DockerContainerState replaced = await launch.ReplaceAsync(container, wanted, cancellationToken).ConfigureAwait(false);
            _gap = launch.Gap;
            return (replaced, same ? DeploymentAction.Recreated : DeploymentAction.Replaced);
        }

        return (await launch.CreateAsync(before, wanted, cancellationToken).ConfigureAwait(false),
            state?.ContainerId is null ? DeploymentAction.Created : DeploymentAction.Recreated);
    }

    private static async Task<DeploymentAction> WakeAsync(Launch launch, EngineContainer container, CancellationToken cancellationToken)
    {
        DeploymentAction action = await launch.WakeAsync(container, cancellationToken).ConfigureAwait(false);
        await launch.WaitAsync(container.Id, cancellationToken).ConfigureAwait(false);
        return action;
    }

    /// <summary>What the state is to be, without image and container id.</summary>
    private DockerContainerState Wanted(DockerContainerState? state)
    {
        if (options.Image is null && _model is null)
        {
            (string? path, _) = StatusReader.Model(state);
            _model = path is not null ? MlemModel.Load(path) : throw NoModel();
        }

        string name = session.Deployment.ContainerName ?? state?.ContainerName ?? ContainerNames.Generate();
        return WantedState.For(session, _model, options.Image, name);
    }

    private async Task<bool> IsSameAsync(DockerContainerState state, DockerContainerState wanted, CancellationToken cancellationToken) =>
        WantedState.IsSame(state, wanted, options.Image) && await _images.IsAsAskedAsync(_model, state, cancellationToken).ConfigureAwait(false);

    private string Plan(EngineContainer? container, DockerContainerState wanted, bool same)
    {
        string what = options.Image is { } image ? Messages.FormatTheImageImageUri(image.Uri) : Messages.FormatTheModelModelName(_model!.Name);
        return container is null ? Messages.FormatBuildAndStartContainerFrom(wanted.ContainerName, what)
            : !same ? Messages.FormatReplaceContainerByNewOneFrom(container.Name, what, Gapless(container))
            : container.State switch
            {
                "running" or "restarting" => Messages.FormatLeaveContainerAsItIs(container.Name),
                "paused" => Messages.FormatLetContainerRunOn(container.Name),
                _ => Messages.FormatStartContainerAgain(container.Name),
            };
    }

    private string Gapless(EngineContainer old) => Launch.ExcludeEachOther(old, _parameters)
        ? Messages.StoppingItFirstSinceBothWant : Messages.WhichServesBeforeItIsRemoved;

    // Someone else's container is never touched.
    private async Task CheckNameAsync(string name, string? own, CancellationToken cancellationToken)
    {
        EngineContainer? holder = await session.Engine.Containers.FindContainerAsync(name, cancellationToken).ConfigureAwait(false);
        if (holder is null || holder.Name != name || holder.Id == own)
            return;
        string whose = holder.Labels.GetValueOrDefault(DeploymentIdentity.DeploymentLabel) is { Length: > 0 } declaration
            ? Messages.FormatContainerOfDeployment(declaration) : Messages.ContainerThatDoesNotBelongTo;
        throw new MlemException(
            "ContainerNameInUse",
            MlemErrorCategory.ResourceExists,
            Messages.FormatContainerNameInUse(name, whose, holder.Id[..12], holder.State),
            name,
            Messages.ContainerNameInUseRemedy);
    }

    private void CheckEngine(DockerContainerState? state)
    {
        if (state?.ContainerId is not null && state.Declaration.ResolveEnv().Daemon.Host is var host && host != session.Env.Daemon.Host)
        {
            throw new MlemException(
                "DeploymentEngineChanged",
                MlemErrorCategory.InvalidOperation,
                Messages.FormatDeploymentEngineChanged(host, session.Env.Daemon.Host),
                session.Deployment.Path,
                Messages.DeploymentEngineChangedRemedy);
        }
    }

    private MlemException NoModel() => new(
        "ModelMissing",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatWasNotDeployedBeforeSoModel(session.Deployment.Path ?? session.Deployment.ContainerName),
        session.Deployment.Path,
        "Give -Model.");
}
