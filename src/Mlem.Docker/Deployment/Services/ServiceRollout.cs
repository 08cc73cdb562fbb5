using System.Diagnostics;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>What is waited for after a service was changed.</summary>
/// <param name="ServiceId">The service.</param>
/// <param name="Version">The version of its tasks.</param>
/// <param name="Replicas">How many of them.</param>
/// <param name="Known">Tasks that were there before; what failed of them is past.</param>
/// <param name="LastUpdate">When the update before this one began; what the swarm says about that one does not count.</param>
/// <param name="Patient">True when a task that fails may be followed by one that does not.</param>
internal sealed record RolloutGoal(
    string ServiceId, string Version, int Replicas, IReadOnlySet<string> Known, DateTime? LastUpdate, bool Patient);

/// <summary>Why a service does not serve.</summary>
internal sealed record RolloutFailure(
    string ErrorId, MlemErrorCategory Category, string Why, int? ExitCode, IReadOnlyList<string> Log, string Remedy);

/// <summary>Waits until all tasks of a service are of one version and serve, and tells why they do not.</summary>
internal sealed class ServiceRollout(DockerEngine engine, ServiceReadiness readiness, IOperationObserver observer)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly ServiceAutopsy _autopsy = new(engine, observer);

    /// <returns>Null when it serves, else why it does not.</returns>
    public async Task<RolloutFailure?> WaitAsync(RolloutGoal goal, TimeSpan timeout, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan pause = FirstPause;
        string? activity = null;
        try
        {
            while (true)
            {
                EngineService service = await FindAsync(goal.ServiceId, cancellationToken).ConfigureAwait(false);
                IReadOnlyList<EngineTask> all = await engine.Swarm.ListTasksAsync(service.Id, cancellationToken).ConfigureAwait(false);
                EngineTask[] ours = [.. all.Where(t => t.ContainerLabels.GetValueOrDefault(ServiceIdentity.VersionLabel) == goal.Version)];
                EngineTask? failed = ours.Where(t => t.Failed && !goal.Known.Contains(t.Id)).OrderBy(t => t.Since).FirstOrDefault();
                string? update = service.UpdateStartedAt != goal.LastUpdate ? service.UpdateState : null;
                TimeSpan waited = Stopwatch.GetElapsedTime(start);

                // While it updates, the swarm decides by its policy what a task that failed means.
                bool ended = update is not (null or "updating" or "completed");
                if (ended || (failed is not null && (waited > timeout || (!goal.Patient && update != "updating"))))
                    return await _autopsy.FailedAsync(service, failed, cancellationToken).ConfigureAwait(false);
                EngineTask[] serving = [.. ours.Where(t => t.Serves)];
                bool others = all.Any(t => t.DesiredState == "running" && !t.Ended && !ours.Contains(t));
                if (serving.Length >= goal.Replicas && !others && update != "updating"
                    && await readiness.AreReadyAsync(serving, cancellationToken).ConfigureAwait(false))
                {
                    return null;
                }

                if (waited > timeout)
                    return await _autopsy.NotReadyAsync(service, ours, goal.Replicas, timeout, cancellationToken).ConfigureAwait(false);
                activity = Messages.FormatWaitingForService(service.Name);
                observer.Progress(new OperationProgress(
                    activity, Messages.FormatOfTasksRun(serving.Length, goal.Replicas), (int)Math.Min(99, 100 * waited / timeout)));
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
                pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
            }
        }
        finally
        {
            if (activity is not null)
                observer.Progress(new OperationProgress(activity, "Done", 100, null, true));
        }
    }

    /// <summary>Goes back to the version before, unless the swarm does so already, and waits for it.</summary>
    /// <returns>True when that serves again.</returns>
    public async Task<bool> RollBackAsync(string id, long before, bool wait, CancellationToken cancellationToken)
    {
        bool asked = false;
        while (true)
        {
            EngineService service = await FindAsync(id, cancellationToken).ConfigureAwait(false);
            switch (service.UpdateState)
            {
                case "rollback_completed":
                    return true;
                case "rollback_paused":
                    return false;
                case "rollback_started":
                    break;
                default:
                    if (asked || service.Version == before)
                        return asked;
                    observer.Verbose(Messages.FormatServiceGoesBackToVersionBefore(service.Name));
                    await engine.Swarm.UpdateServiceAsync(service, null, null, cancellationToken).ConfigureAwait(false);
                    asked = true;
                    break;
            }

            if (!wait)
                return true;
            await Task.Delay(LongestPause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes a service, and waits until its tasks have ended everywhere.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await engine.Swarm.RemoveServiceAsync(id, cancellationToken).ConfigureAwait(false);
        TimeSpan pause = FirstPause;
        while ((await engine.Swarm.ListTasksAsync(id, cancellationToken).ConfigureAwait(false)).Count > 0
            || (await engine.Containers.ListContainerSummariesAsync(true, [$"com.docker.swarm.service.id={id}"], cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
        }
    }

    private async Task<EngineService> FindAsync(string id, CancellationToken cancellationToken) =>
        await engine.Swarm.FindServiceAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new MlemException(
            "ServiceGone",
            MlemErrorCategory.ObjectNotFound,
            Messages.FormatServiceGone(id),
            id,
            Messages.ContainerGoneRemedy);
}
