using Docker.DotNet.Models;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Makes or updates a service, and takes back what did not work.</summary>
internal sealed class ServiceChange(DockerEngine engine, ImageStep images, ServiceSecrets secrets, IOperationObserver observer)
{
    private static string Restored => Messages.VersionBeforeServesAgain;

    // Cleaning up must come to its end although the user has pressed Ctrl+C.
    private static readonly TimeSpan CleaningLimit = TimeSpan.FromSeconds(90);

    private EngineService? _before;
    private string? _id;
    private ServiceAction? _action;

    /// <summary>True when someone else has made or changed the service since it was read.</summary>
    public static bool IsRace(EngineException e) =>
        e.ErrorId == "ServiceNameInUse" || e.EngineMessage?.Contains("out of sequence", StringComparison.Ordinal) == true;

    /// <summary>Asks the swarm for what differs from what there is.</summary>
    public async Task<(ServiceAction Action, string Id, string Version)> ApplyAsync(
        EngineService? live, IReadOnlyList<EngineTask> tasks, ServiceDeclaration declaration, ServiceParts parts, RegistryCredential? login, CancellationToken cancellationToken)
    {
        (ServiceSpec wanted, string version) = declaration.Build(parts);
        if (live is null)
        {
            _id = await CreateAsync(wanted, login, cancellationToken).ConfigureAwait(false);
            return (ServiceAction.Created, _id, version);
        }

        (_id, _before) = (live.Id, live);
        ServiceAction action = ServiceAction.Updated;
        if (ServiceDifference.Covers(live.Spec, wanted))
        {
            // A replica that nothing is planned for any more has ended for good.
            if (tasks.Count(t => t.DesiredState is "running" or "ready" && !t.Ended) >= parts.Replicas)
                return (ServiceAction.Unchanged, live.Id, version);
            action = ServiceAction.Restarted;
            (wanted, version) = declaration.Build(parts with { ForceUpdate = parts.ForceUpdate + 1 });
        }
        else
        {
            ServiceMode? mode = wanted.Mode;
            wanted.Mode = live.Spec.Mode;
            if (ServiceDifference.Covers(live.Spec, wanted))
                action = ServiceAction.Scaled;
            wanted.Mode = mode;
        }

        Warn(await engine.Swarm.UpdateServiceAsync(live, wanted, login, cancellationToken).ConfigureAwait(false));
        _action = action;
        return (action, live.Id, version);
    }

    /// <summary>Does the work; after a failure, or when it is cancelled, all is as before.</summary>
    /// <param name="name">The service.</param>
    /// <param name="rollBack">Whether an update that failed is taken back.</param>
    /// <param name="work">The work.</param>
    /// <param name="conclude">What follows when it has worked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<T> GuardAsync<T>(
        string name,
        bool rollBack,
        Func<Task<(RolloutFailure? Failure, ServiceAction Action, string Id)>> work,
        Func<ServiceAction, string, Task<T>> conclude,
        CancellationToken cancellationToken)
    {
        RolloutFailure failure;
        try
        {
            (RolloutFailure? failed, ServiceAction action, string id) = await work().ConfigureAwait(false);
            if (failed is null)
                return await conclude(action, id).ConfigureAwait(false);
            failure = failed;
        }
        catch (EngineException e) when (IsRace(e))
        {
            // What the other one does may need the image, so it stays.
            await secrets.UndoAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
        catch (Exception)
        {
            await RevertAsync(name, rollBack, wait: !cancellationToken.IsCancellationRequested).ConfigureAwait(false);
            throw;
        }

        string after = await RevertAsync(name, rollBack, wait: true).ConfigureAwait(false);
        throw new ServiceFailedException(
            failure.ErrorId,
            failure.Category,
            name,
            $"{failure.Why}{(failure.Why.EndsWith('\n') ? string.Empty : " ")}{after}",
            failure.ExitCode,
            failure.Log,
            after == Restored,
            failure.Remedy);
    }

    private async Task<string> CreateAsync(ServiceSpec wanted, RegistryCredential? login, CancellationToken cancellationToken)
    {
        _action = ServiceAction.Created;
        try
        {
            (string id, IReadOnlyList<string> warnings) = await engine.Swarm.CreateServiceAsync(wanted, login, cancellationToken).ConfigureAwait(false);
            Warn(warnings);
            return id;
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            // Refused: nothing of ours is there.
            _action = null;
            throw;
        }
    }

    /// <returns>How the service is left, as a sentence.</returns>
    private async Task<string> RevertAsync(string name, bool rollBack, bool wait)
    {
        using var limit = new CancellationTokenSource(CleaningLimit);
        var rollout = new ServiceRollout(engine, new ServiceReadiness(engine, new ReadinessRule(null, true), true), observer);
        string after = Messages.NothingWasChanged;
        try
        {
            switch (_action)
            {
                case ServiceAction.Created:
                    // By name, since a request that was cancelled may have made a service whose id nobody heard.
                    if ((_id ?? (await engine.Swarm.FindServiceAsync(name, limit.Token).ConfigureAwait(false))?.Id) is { } made)
                        await rollout.RemoveAsync(made, limit.Token).ConfigureAwait(false);
                    after = Messages.ServiceWasRemovedAgain;
                    break;
                case ServiceAction.Restarted:
                    return Messages.ItIsLeftAsItIs;
                case not null when !rollBack:
                    return Messages.UpdateIsLeftWhereItIs;
                case not null:
                    after = await rollout.RollBackAsync(_id!, _before!.Version, wait, limit.Token).ConfigureAwait(false)
                        ? Restored : Messages.RollbackDidNotComeToIts;
                    break;
            }

            await secrets.UndoAsync(limit.Token).ConfigureAwait(false);
            await UndoImageAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MlemException or OperationCanceledException)
        {
            observer.Warning(Messages.FormatTidyingUpServiceDidNotCome(name, e.Message));
        }

        return after;
    }

    private async Task UndoImageAsync(CancellationToken cancellationToken)
    {
        try
        {
            await images.UndoAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.StatusCode == 409)
        {
            // The swarm keeps the containers of some tasks that ended, and they keep their image.
            observer.Debug(Messages.FormatTheImageStaysReason(e.Message));
        }
    }

    private void Warn(IReadOnlyList<string> warnings)
    {
        foreach (string warning in warnings)
            observer.Warning(warning);
    }
}
