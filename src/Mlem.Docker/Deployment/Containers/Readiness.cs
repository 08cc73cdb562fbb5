using System.Diagnostics;
using Mlem.Docker.Building;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>What shows that a container serves.</summary>
/// <param name="Port">The port inside that answers HTTP; null for a server without one.</param>
/// <param name="Certain">
/// False when a command of the user's own runs, of which nobody knows whether it serves on that port: then it has
/// <see cref="Readiness.Grace"/> to answer, and running is enough after that.
/// </param>
internal sealed record ReadinessRule(int? Port, bool Certain);

/// <summary>Waits until a container serves, and tells why it does not.</summary>
internal sealed class Readiness(DockerEngine engine, IOperationObserver observer)
{
    /// <summary>How long a container without any sign must have been running.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a command of the user's own has to answer.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    // What the message shows, and what the error keeps of a log that goes with its container.
    private const int LastLines = 20;
    private const int KeptLines = 1000;

    // What an Engine's stop leaves behind: SIGTERM, or SIGKILL after it.
    private static readonly int[] Stopped = [0, 137, 143];

    public async Task<EngineContainer> WaitAsync(
        string id, ReadinessRule rule, TimeSpan timeout, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan pause = FirstPause;
        (string Activity, string Status)? shown = null;
        var view = new ReadinessView(engine, id, rule, observer);
        await using var _ = view.ConfigureAwait(false);
        var checks = new HealthChecks(engine);
        try
        {
            while (true)
            {
                EngineContainer container = await engine.Containers.FindContainerAsync(id, cancellationToken).ConfigureAwait(false)
                    ?? throw Gone(id);
                container = await checks.LookAsync(container, cancellationToken).ConfigureAwait(false);
                TimeSpan waited = Stopwatch.GetElapsedTime(start);
                bool tried = container.State == "restarting" || container.RestartCount > 0;
                if (container.State is "exited" or "dead" or "removing" || (tried && waited > timeout))
                    throw await DiedAsync(container, cancellationToken).ConfigureAwait(false);
                if (container.State == "running" && await view.IsReadyAsync(container, waited, cancellationToken).ConfigureAwait(false))
                    return container;
                if (waited > timeout)
                    throw await NotReadyAsync(container, rule, timeout, cancellationToken).ConfigureAwait(false);
                shown = (Messages.FormatWaitingForContainerName(container.Name), What(rule, container));
                observer.Progress(new OperationProgress(
                    shown.Value.Activity, shown.Value.Status, (int)Math.Min(99, 100 * waited / timeout)));
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
                pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
            }
        }
        finally
        {
            if (shown is { } last)
                observer.Progress(new OperationProgress(last.Activity, last.Status, 100, null, true));
        }
    }

    /// <summary>The error for a container that ended, with its exit code and what it wrote last.</summary>
    public async Task<ContainerFailedException> DiedAsync(EngineContainer container, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> log = await LogAsync(container.Id, cancellationToken).ConfigureAwait(false);
        string why = container.OutOfMemory ? Messages.WasEndedForWantOfMemory
            : container.Error.Length > 0 ? Messages.FormatCouldNotRun(container.Error.TrimEnd('.'))
            : Messages.FormatEndedWithExitCode(container.ExitCode);
        return new ContainerFailedException(
            "ContainerDied",
            MlemErrorCategory.InvalidOperation,
            container.Name,
            Messages.FormatContainerDiedRemedy(ContainerNames.Final(container.Name), why, Tail(log)),
            container.ExitCode,
            log,
            Messages.ItsLastLinesSayWhatItNeeds);
    }

    /// <summary>Warns with the last lines of a container that ended by itself: its log goes with it.</summary>
    public async Task TellLastWordsAsync(EngineContainer container, CancellationToken cancellationToken)
    {
        if (container.State is not ("exited" or "dead") || (Stopped.Contains(container.ExitCode) && !container.OutOfMemory))
            return;
        IReadOnlyList<string> log = await LogAsync(container.Id, cancellationToken).ConfigureAwait(false);
        observer.Warning(Messages.FormatContainerHadEndedWithExitCode(ContainerNames.Final(container.Name), container.ExitCode, Tail(log)));
    }

    private static string What(ReadinessRule rule, EngineContainer container) =>
        container.State != "running" ? Messages.FormatItIsState(container.State)
        : rule.Port is { } port ? Messages.FormatDoesItAnswerOnPort(port)
        : container.Health is not null ? Messages.FormatItsHealthIs(container.Health) : Messages.DoesItKeepRunning;

    private async Task<ContainerFailedException> NotReadyAsync(
        EngineContainer container, ReadinessRule rule, TimeSpan timeout, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> log = await LogAsync(container.Id, cancellationToken).ConfigureAwait(false);
        string sign = container.Health is { } health ? Messages.FormatSignItsHealthIs(health)
            : rule.Port is { } port ? Messages.FormatNothingAnswersHTTPOnItsPort(port) : Messages.FormatSignItIsState(container.State);
        return new ContainerFailedException(
            "ContainerNotReady",
            MlemErrorCategory.OperationTimeout,
            container.Name,
            Messages.FormatContainerNotReadyRemedy(ContainerNames.Final(container.Name), $"{timeout.TotalSeconds:0.###}", sign, Tail(log)),
            null,
            log,
            Messages.GiveItMoreTimeWithTimeoutSec);
    }

    private async Task<IReadOnlyList<string>> LogAsync(string id, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        try
        {
            await foreach (LogLine line in engine.Containers.ReadLogsAsync(id, new LogOptions { Tail = KeptLines }, cancellationToken).ConfigureAwait(false))
                lines.Add(line.Text);
        }
        catch (EngineException e)
        {
            observer.Debug(Messages.FormatLogCannotBeRead(e.Message));
        }

        return lines;
    }

    private static string Tail(IReadOnlyList<string> log) =>
        log.Count == 0 ? Messages.ItWroteNothing : Messages.FormatItsLastLines2(string.Join('\n', log.TakeLast(LastLines)));

    private static MlemException Gone(string id) => new(
        "ContainerGone",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatContainerGone(id[..Math.Min(12, id.Length)]),
        id,
        Messages.ContainerGoneRemedy);
}
