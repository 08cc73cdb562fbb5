using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Finds out why the tasks of a service do not serve: the Engine's words, the exit code and the last lines.</summary>
internal sealed class ServiceAutopsy(DockerEngine engine, IOperationObserver observer)
{
    private const int LastLines = 20;

    // The log of a task on another machine comes through the swarm, which may take its time.
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(5);

    public async Task<RolloutFailure> FailedAsync(EngineService service, EngineTask? task, CancellationToken cancellationToken)
    {
        if (task is null)
        {
            return new RolloutFailure(
                "ServiceUpdateFailed",
                MlemErrorCategory.InvalidOperation,
                Messages.FormatServiceUpdateFailed(service.Name, service.UpdateMessage.TrimEnd('.')),
                null,
                [],
                Messages.ServiceUpdateFailedRemedy);
        }

        IReadOnlyList<string> log = await LogAsync(service, task, cancellationToken).ConfigureAwait(false);
        EngineContainer? container = task.ContainerId is { } id
            ? await engine.Containers.FindContainerAsync(id, cancellationToken).ConfigureAwait(false) : null;
        string why = container?.OutOfMemory == true ? Messages.WasEndedForWantOfMemory
            : task.State == "rejected" || task.ContainerId is null ? Messages.FormatCouldNotRun(task.Error.TrimEnd('.'))
            : task.Error.Contains("unhealthy", StringComparison.Ordinal) ? Messages.DidNotBecomeHealthy
            : Messages.FormatEndedWithExitCode(task.ExitCode ?? 0);
        return new RolloutFailure(
            "ServiceDied",
            MlemErrorCategory.InvalidOperation,
            Messages.FormatServiceDied(service.Name, task.Slot, why, Tail(log)),
            task.ExitCode,
            log,
            Messages.ItsLastLinesSayWhatItNeeds);
    }

    public async Task<RolloutFailure> NotReadyAsync(
        EngineService service, IReadOnlyList<EngineTask> tasks, int replicas, TimeSpan timeout, CancellationToken cancellationToken)
    {
        EngineTask? late = tasks.Where(t => !t.Ended).OrderBy(t => t.Serves).ThenByDescending(t => t.Created).FirstOrDefault();
        IReadOnlyList<string> log = late is null ? [] : await LogAsync(service, late, cancellationToken).ConfigureAwait(false);
        string sign = late is null ? Messages.ThereIsNoneOfNewVersion
            : late.Error.Length > 0 ? Messages.FormatTaskSlotIsStateError(late.Slot, late.State, late.Error.TrimEnd('.'))
            : late.Serves ? Messages.FormatTaskAnswersNoHTTP(late.Slot) : Messages.FormatTaskSlotIsState(late.Slot, late.State);
        return new RolloutFailure(
            "ServiceNotReady",
            MlemErrorCategory.OperationTimeout,
            Messages.FormatServiceNotReady(service.Name, $"{timeout.TotalSeconds:0.###}", tasks.Count(t => t.Serves), replicas, sign, Tail(log)),
            null,
            log,
            Messages.GiveItMoreTimeWithTimeoutSec);
    }

    private async Task<IReadOnlyList<string>> LogAsync(EngineService service, EngineTask task, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        if (task.ContainerId is not { } container)
            return lines;
        var options = new LogOptions { Tail = LastLines };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LogLimit);
        try
        {
            if (await engine.Containers.FindContainerAsync(container, limit.Token).ConfigureAwait(false) is not null)
            {
                await foreach (LogLine line in engine.Containers.ReadLogsAsync(container, options, limit.Token).ConfigureAwait(false))
                    lines.Add(line.Text);
            }
            else
            {
                await foreach (ServiceLogLine line in engine.Swarm.ReadTaskLogsAsync(task, service.HasTerminal, options, limit.Token).ConfigureAwait(false))
                    lines.Add(line.Text);
            }
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            observer.Debug(Messages.FormatLogOfTaskCannotBeRead(task.Id, e.Message));
        }

        return lines;
    }

    private static string Tail(IReadOnlyList<string> log) =>
        log.Count == 0 ? Messages.ItWroteNothing : Messages.FormatItsLastLines3(string.Join('\n', log));
}
