using System.Globalization;
using Mlem.Docker.Building;
using Mlem.Docker.Engine;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Deployment;

/// <summary>Brings a service to what is declared, whatever it was before: the table in docs/services.md.</summary>
internal sealed class ServiceStarter(
    DeploymentSession session,
    ServiceIdentity identity,
    MlemModel? model,
    DockerServiceOptions given,
    DeploymentOptions options,
    RegistryCredentials credentials,
    IOperationObserver observer)
{
    private const int Attempts = 5;

    private readonly ImageStep _images = new(session, options, observer);
    private readonly ServiceReader _reader = new(session.Engine, session.Env.Daemon.Host);
    private readonly RunParameters _parameters = RunParameters.Parse(session.Deployment.Params, session.Deployment.Ports);
    private MlemModel? _model = model;

    public async Task<DockerServiceStatus> RunAsync(CancellationToken cancellationToken)
    {
        EngineSwarm swarm = await session.Engine.Swarm.GetSwarmAsync(cancellationToken).ConfigureAwait(false);
        if (!swarm.IsManager)
            throw await NoManagerAsync(swarm, cancellationToken).ConfigureAwait(false);
        ServiceLimits.Check(session.Deployment.Params, _parameters.Ports, session.Engine.ApiVersion);
        if (options.Confirm is { } confirm)
        {
            ServiceDraft seen = await DraftAsync(cancellationToken).ConfigureAwait(false);
            DockerContext? context = seen is { Live: not null, Same: true }
                ? null : await _images.PlannedAsync(_model, seen.State, cancellationToken).ConfigureAwait(false);
            if (!confirm(new DeploymentPlan(Plan(seen), context)))
                return await _reader.ReadAsync(session.Deployment, seen.Live, null, cancellationToken).ConfigureAwait(false);
        }

        IAsyncDisposable held = await session.Store.LockAsync(observer, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            for (int attempt = 1; ; attempt++)
            {
                ServiceDraft draft = await DraftAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    DockerServiceStatus status = await BringAsync(draft, swarm, cancellationToken).ConfigureAwait(false);
                    return status with { PythonVersion = _images.Built?.PythonVersion, PythonReason = _images.Built?.PythonReason };
                }
                catch (EngineException e) when (attempt < Attempts && ServiceChange.IsRace(e))
                {
                    observer.Verbose(Messages.FormatServiceWasChangedMeanwhileLookingAgain(draft.Name));
                }
            }
        }
    }

    /// <summary>What there is, and what shall be; all of it is checked, and nothing was built yet.</summary>
    private async Task<ServiceDraft> DraftAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<EngineService> all = await session.Engine.Swarm.ListServicesAsync(null, cancellationToken).ConfigureAwait(false);
        EngineService? live = all.FirstOrDefault(s => s.Labels.GetValueOrDefault(ServiceIdentity.OwnerLabel) == identity.Owner);
        DockerServiceOptions settings = given.Over(DockerServiceOptions.FromLabel(live?.Labels.GetValueOrDefault(ServiceIdentity.OptionsLabel)));
        string name = session.Deployment.ContainerName ?? live?.Name ?? ContainerNames.Generate();
        ServiceNames.Check(name, live, all);
        var spec = new ServiceDeclaration(_parameters, settings);
        spec.Check();
        ServiceNames.CheckPorts(_parameters.Ports, live, all);
        string? network = spec.Network is { } wanted ? await NetworkAsync(wanted, cancellationToken).ConfigureAwait(false) : null;
        await new ServiceSecrets(session.Engine, identity, observer).CheckAsync(settings.Secrets ?? [], cancellationToken).ConfigureAwait(false);
        DockerContainerState? state = ServiceIdentity.StateOf(live);
        DockerContainerState aim = Wanted(state, name);
        bool same = state is not null && WantedState.IsSame(state, aim, options.Image)
            && await _images.IsAsAskedAsync(_model, state, cancellationToken).ConfigureAwait(false);
        if (!same)
            await _images.CheckAsync(name, cancellationToken).ConfigureAwait(false);
        return new ServiceDraft(name, live, state, aim, same, settings, spec, settings.Replicas ?? live?.Replicas ?? 1, network);
    }

    private async Task<DockerServiceStatus> BringAsync(ServiceDraft draft, EngineSwarm swarm, CancellationToken cancellationToken)
    {
        EngineService? live = draft.Live;
        ServiceImage image = draft.Same
            ? ServiceImage.From(live!, draft.State!.Image!)
            : await BuildAsync(draft, cancellationToken).ConfigureAwait(false);
        var secrets = new ServiceSecrets(session.Engine, identity, observer);
        var change = new ServiceChange(session.Engine, _images, secrets, observer);
        return await change.GuardAsync(
            draft.Name,
            (draft.Settings.FailureAction ?? ServiceFailureAction.Rollback) == ServiceFailureAction.Rollback,
            async () =>
            {
                DockerServiceOptions settings = draft.Settings with
                {
                    Secrets = draft.Settings.Secrets is { } wanted
                        ? await secrets.MakeAsync(draft.Name, wanted, cancellationToken).ConfigureAwait(false) : null,
                };
                IReadOnlyDictionary<string, string> ids = await secrets.IdsAsync(settings.Secrets ?? [], cancellationToken).ConfigureAwait(false);
                string port = image.Port?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
                var parts = new ServiceParts(
                    draft.Name,
                    image.Reference,
                    draft.Replicas,
                    identity.Labels(draft.Aim with { Image = image.Image }, settings, port, session.Identity.Owner),
                    image.Healthcheck,
                    image.IsLocal ? swarm.NodeId : null,
                    draft.NetworkId,
                    ids,
                    live?.Spec.TaskTemplate?.ForceUpdate ?? 0)
                {
                    StopGrace = image.StopGrace,
                };
                if (image.IsLocal && swarm.Nodes > 1)
                    observer.Warning(Messages.FormatImageIsInNoRegistrySo(image.Image.Uri));
                var spec = new ServiceDeclaration(_parameters, settings);
                IReadOnlyList<EngineTask> before = live is null
                    ? [] : await session.Engine.Swarm.ListTasksAsync(live.Id, cancellationToken).ConfigureAwait(false);
                RegistryCredential? login = await LoginAsync(image, cancellationToken).ConfigureAwait(false);
                (ServiceAction action, string id, string version) =
                    await change.ApplyAsync(live, before, spec, parts, login, cancellationToken).ConfigureAwait(false);

                bool certain = !_parameters.OverridesCommand && image.IsMlem;
                var readiness = new ServiceReadiness(
                    session.Engine, new ReadinessRule(image.Port, certain), image.Healthcheck is not null || image.HasHealthcheck || spec.HasHealthcheck);
                var goal = new RolloutGoal(
                    id,
                    version,
                    draft.Replicas,
                    before.Select(t => t.Id).ToHashSet(),
                    live?.UpdateState == "updating" && action == ServiceAction.Unchanged ? null : live?.UpdateStartedAt,
                    spec.Patient);
                RolloutFailure? failure = await new ServiceRollout(session.Engine, readiness, observer)
                    .WaitAsync(goal, options.ReadyTimeout, cancellationToken).ConfigureAwait(false);
                return (failure, action, id);
            },
            async (action, id) =>
            {
                EngineService? now = await session.Engine.Swarm.FindServiceAsync(id, cancellationToken).ConfigureAwait(false);
                await secrets.SweepAsync(now, cancellationToken).ConfigureAwait(false);
                await ServiceImages.SweepAsync(session.Engine, session.Identity.Owner, now, observer, cancellationToken).ConfigureAwait(false);
                DockerServiceStatus status = await _reader.ReadAsync(session.Deployment, now, action, cancellationToken).ConfigureAwait(false);
                await WarnOfDeafPortAsync(status, cancellationToken).ConfigureAwait(false);
                return status;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<ServiceImage> BuildAsync(ServiceDraft draft, CancellationToken cancellationToken)
    {
        DockerImage built = await _images.GetAsync(_model, draft.State, draft.Name, cancellationToken).ConfigureAwait(false);
        EngineImage? local = await session.Engine.Images.FindImageAsync(built.ImageId!, cancellationToken).ConfigureAwait(false);
        int? port = StatusReader.InterfacePort(session, local?.Labels ?? new Dictionary<string, string>());
        return ServiceImage.From(built, local, port, _parameters.OverridesCommand, options.Push, session.Engine.ApiVersion);
    }

    private async Task<RegistryCredential?> LoginAsync(ServiceImage image, CancellationToken cancellationToken)
    {
        if (image.IsLocal)
            return null;
        ImageReference reference = ImageReference.Parse(image.Reference);
        string domain = reference.Domain;
        CredentialLookUp found = await credentials.LookUpAsync(domain, reference.Repository, cancellationToken).ConfigureAwait(false);
        if (found is { Credential: null, Failure: { } failure })
            observer.Warning(Messages.FormatLoginCouldNotBeLookedUp(domain, failure.Message));
        return found.Credential;
    }

    private async Task<string> NetworkAsync(string name, CancellationToken cancellationToken)
    {
        EngineNetwork? network = await session.Engine.FindNetworkAsync(name, cancellationToken).ConfigureAwait(false);
        string make = Messages.FormatMakeOneWithDockerNetworkCreate(name);
        if (network is null)
            throw new MlemException("ServiceNetworkNotFound", MlemErrorCategory.ObjectNotFound, Messages.FormatServiceNetworkNotFound(name), name, make);
        return network.Scope == "swarm" ? network.Id : throw new MlemException(
            "ServiceNetworkNotUsable",
            MlemErrorCategory.InvalidArgument,
            Messages.FormatServiceNetworkNotUsable(name),
            name,
            make);
    }

    // All tasks serve; what lies before them is the swarm's, which needs ip_vs in the kernel to hand requests on.
    private async Task WarnOfDeafPortAsync(DockerServiceStatus status, CancellationToken cancellationToken)
    {
        if (status.Address is { } address && status.Replicas > 0 && status.Action != ServiceAction.Unchanged
            && !await HttpProbe.AnswersAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false))
        {
            observer.Warning(Messages.FormatAllTasksOfServiceRunBut(status.Name, address));
        }
    }

    private DockerContainerState Wanted(DockerContainerState? state, string name)
    {
        if (options.Image is null && _model is null)
        {
            (string? path, _) = StatusReader.Model(state);
            _model = path is not null ? MlemModel.Load(path) : throw new MlemException(
                "ModelMissing",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatWasNotDeployedAsServiceBefore(session.Deployment.Path ?? name),
                session.Deployment.Path,
                "Give -Model.");
        }

        return WantedState.For(session, _model, options.Image, name);
    }

    private string Plan(ServiceDraft draft)
    {
        string what = options.Image is { } image ? Messages.FormatTheImageImageUri(image.Uri) : Messages.FormatTheModelModelName(_model!.Name);
        return draft.Live is null ? Messages.FormatBuildAndStartServiceWithReplicas(draft.Name, draft.Replicas, what)
            : !draft.Same ? Messages.FormatUpdateServiceToReplicasFrom(draft.Name, draft.Replicas, what)
            : draft.Live.Replicas != draft.Replicas ? Messages.FormatScaleServiceFromToReplicas(draft.Name, draft.Live.Replicas, draft.Replicas)
            : Messages.FormatLeaveServiceAsItIsOr(draft.Name);
    }

    // Podman says of itself what an Engine outside of a swarm says; asked for services, it says that it has none at all.
    private async Task<MlemException> NoManagerAsync(EngineSwarm swarm, CancellationToken cancellationToken)
    {
        try
        {
            await session.Engine.Swarm.ListServicesAsync(null, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException error) when (error.ErrorId == "SwarmNotSupported")
        {
            return error;
        }
        catch (EngineException)
        {
            // What the Engine is in a swarm tells more.
        }

        return NoManager(swarm);
    }

    private MlemException NoManager(EngineSwarm swarm) => new(
        "SwarmNotActive",
        MlemErrorCategory.InvalidOperation,
        swarm.State == "active"
            ? Messages.FormatDockerEngineAtIsWorkerOf(session.Engine.Endpoint.Address)
            : Messages.FormatDockerEngineAtIsInNo(session.Engine.Endpoint.Address, swarm.State),
        session.Engine.Endpoint.Address,
        swarm.State == "active" ? Messages.NameManagerWithDaemonHost : Messages.MakeItOneWithDockerSwarm);
}

/// <summary>What there is, and what shall be.</summary>
internal sealed record ServiceDraft(
    string Name,
    EngineService? Live,
    DockerContainerState? State,
    DockerContainerState Aim,
    bool Same,
    DockerServiceOptions Settings,
    ServiceDeclaration Spec,
    int Replicas,
    string? NetworkId);
