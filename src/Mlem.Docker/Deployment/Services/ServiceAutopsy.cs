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
                $"The update of the service {service.Name} did not come to its end: {service.UpdateMessage.TrimEnd('.')}.",
                null,
                [],
                "Get-MlemDockerService shows its tasks, Get-MlemDockerServiceLog what they wrote.");
        }

        IReadOnlyList<string> log = await LogAsync(service, task, cancellationToken).ConfigureAwait(false);
        EngineContainer? container = task.ContainerId is { } id
            ? await engine.FindContainerAsync(id, cancellationToken).ConfigureAwait(false) : null;
        string why = container?.OutOfMemory == true ? "was ended for want of memory"
            : task.State == "rejected" || task.ContainerId is null ? $"could not run: {task.Error.TrimEnd('.')}"
            : task.Error.Contains("unhealthy", StringComparison.Ordinal) ? "did not become healthy"
            : $"ended with exit code {task.ExitCode ?? 0}";
        return new RolloutFailure(
            "ServiceDied",
            MlemErrorCategory.InvalidOperation,
            $"The service {service.Name} does not come up: its task {task.Slot} {why}.{Tail(log)}",
            task.ExitCode,
            log,
            "Its last lines say what it needs; correct the model, the server or the run parameters and start again.");
    }

    public async Task<RolloutFailure> NotReadyAsync(
        EngineService service, IReadOnlyList<EngineTask> tasks, int replicas, TimeSpan timeout, CancellationToken cancellationToken)
    {
        EngineTask? late = tasks.Where(t => !t.Ended).OrderBy(t => t.Serves).ThenByDescending(t => t.Created).FirstOrDefault();
        IReadOnlyList<string> log = late is null ? [] : await LogAsync(service, late, cancellationToken).ConfigureAwait(false);
        string sign = late is null ? "there is none of the new version"
            : late.Error.Length > 0 ? $"task {late.Slot} is {late.State}: {late.Error.TrimEnd('.')}"
            : late.Serves ? $"task {late.Slot} answers no HTTP" : $"task {late.Slot} is {late.State}";
        return new RolloutFailure(
            "ServiceNotReady",
            MlemErrorCategory.OperationTimeout,
            $"The service {service.Name} was not ready within {timeout.TotalSeconds:0.###} seconds: "
                + $"{tasks.Count(t => t.Serves)} of {replicas} tasks run; {sign}.{Tail(log)}",
            null,
            log,
            "Give it more time with -TimeoutSec, or look into its last lines.");
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
            if (await engine.FindContainerAsync(container, limit.Token).ConfigureAwait(false) is not null)
            {
                await foreach (LogLine line in engine.ReadLogsAsync(container, options, limit.Token).ConfigureAwait(false))
                    lines.Add(line.Text);
            }
            else
            {
                await foreach (ServiceLogLine line in engine.ReadTaskLogsAsync(task, service.HasTerminal, options, limit.Token).ConfigureAwait(false))
                    lines.Add(line.Text);
            }
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            observer.Debug($"The log of the task {task.Id} cannot be read: {e.Message}");
        }

        return lines;
    }

    private static string Tail(IReadOnlyList<string> log) =>
        log.Count == 0 ? " It wrote nothing." : $" Its last lines:\n{string.Join('\n', log)}\n";
}
