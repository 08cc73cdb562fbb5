using System.Diagnostics;
using System.Text.Json;
using Mlem.Docker.Context;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>One container on trial.</summary>
internal sealed class VerificationTrial(
    DockerEngine engine, string container, EngineImage image, string name, Server server, ImageVerifyOptions options)
{
    private const int LastLines = 20;

    // How long the Engine may take to tell that a container has ended, after what it served has broken off.
    private static readonly TimeSpan EndIsTold = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _limit = new(options.Timeout);
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<Task> _started = [];
    private readonly ProbeTarget? _target = ProbeTarget.For(server);
    private double? _secondsUntilReady;
    private ImageHealthcheck? _health = image.Healthcheck;

    // The check of an optimised image asks what is asked here as well, only less often.
    private bool HealthDecides => _health is not null && _health.Command != OptimizedDockerfile.HealthCommand(server);

    public async Task<ImageVerification> RunAsync(TimeSpan staysUp, CancellationToken cancellationToken)
    {
        using (_limit)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _limit.Token);
            ContainerProbe? probe = _target is null
                ? null : new ContainerProbe(engine, container, _target, options.Hardened ? ContainerProbe.Folder : string.Empty);
            if (probe is not null)
                await probe.PrepareAsync(cancellationToken).ConfigureAwait(false);
            await engine.Containers.StartContainerAsync(container, cancellationToken).ConfigureAwait(false);
            // Podman tells of a health check only where a container has it.
            _health ??= (await engine.Containers.FindContainerAsync(container, cancellationToken).ConfigureAwait(false))?.Healthcheck;
            Task<int> death = engine.Containers.WaitContainerAsync(container, stop.Token);
            _started.Add(death);
            try
            {
                Task<(string Sign, string? Interface)> ready = HealthDecides
                    ? HealthyAsync(stop.Token)
                    : probe is not null ? AnswersAsync(probe, stop.Token) : StaysUpAsync(staysUp, stop.Token);
                (string sign, string? offered) = await UnlessItDiesAsync(ready, death, cancellationToken).ConfigureAwait(false);
                double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
                _secondsUntilReady = seconds;
                IReadOnlyList<VerificationCall> calls = options.Inputs.Count == 0
                    ? []
                    : await UnlessItDiesAsync(CallAsync(probe, offered, stop.Token), death, cancellationToken).ConfigureAwait(false);
                return new ImageVerification(seconds, sign, calls);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw await LateAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await Task.WhenAll(_started.Select(t => t.ContinueWith(_ => { }, TaskScheduler.Default))).ConfigureAwait(false);
            }
        }
    }

    // Where the container ends, that tells more than what came of it elsewhere.
    private async Task<T> UnlessItDiesAsync<T>(Task<T> work, Task<int> death, CancellationToken cancellationToken)
    {
        _started.Add(work);
        if (await Task.WhenAny(death, work).ConfigureAwait(false) == death)
            throw await DiedAsync(await death.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return await work.ConfigureAwait(false);
    }

    private Task<ImageVerificationException> LateAsync(CancellationToken cancellationToken)
    {
        string limit = Messages.FormatTimeoutTotalSecondsSeconds(FormattableString.Invariant($"{options.Timeout.TotalSeconds:0.###}"));
        string nothing = HealthDecides ? Messages.ItsHEALTHCHECKDidNotSayHealthy
            : server.InterfacePort is { } port ? Messages.FormatNothingAnsweredHTTPOnItsPort(port)
            : _target is not null ? Messages.ItOfferedItsBrokerNothing : string.Empty;
        return FailedAsync(
            _secondsUntilReady is { } seconds
                ? Messages.FormatWasReadyAfterSecondsButHad(FormattableString.Invariant($"{seconds:0.0}"), limit)
                : Messages.FormatWasNotReadyWithin(limit, nothing),
            null,
            Messages.GiveItMoreTimeWithVerifyTimeoutSec,
            cancellationToken);
    }

    private async Task<(string, string?)> AnswersAsync(ContainerProbe probe, CancellationToken cancellationToken) =>
        (_target!.Sign, (await AskAsync(probe.WaitAsync(options.Timeout, cancellationToken), cancellationToken).ConfigureAwait(false)).Interface);

    private async Task<ProbeResult> AskAsync(Task<ProbeResult> probing, CancellationToken cancellationToken)
    {
        ProbeResult result;
        try
        {
            result = await probing.ConfigureAwait(false);
        }
        catch (EngineException)
        {
            // In a container that has just ended nothing can run: its end, which is on its way, tells what happened.
            await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken).ConfigureAwait(false);
            throw;
        }

        if (result.Ready)
            return result;
        // The probe ends early when the container does, or has no Python; the first is told by the container's own end.
        await Task.Delay(result.Ran ? options.Timeout : TimeSpan.FromSeconds(2), cancellationToken).ConfigureAwait(false);
        throw await FailedAsync(
            Messages.CannotBeAskedWhetherItServes,
            null,
            Messages.VerifyImageThatHasPythonOr,
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<(string, string?)> HealthyAsync(CancellationToken cancellationToken)
    {
        var checks = new HealthChecks(engine);
        while (true)
        {
            EngineContainer? seen = await engine.Containers.FindContainerAsync(container, cancellationToken).ConfigureAwait(false);
            if (seen is not null)
                seen = await checks.LookAsync(seen, cancellationToken).ConfigureAwait(false);
            switch (seen?.Health)
            {
                case "healthy":
                    return ("healthcheck", null);
                case "unhealthy":
                    throw await FailedAsync(
                        Messages.IsUnhealthyAsItsHEALTHCHECKSays, null,
                        Messages.LookIntoItsLastLinesOr, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(200, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<(string, string?)> StaysUpAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        await Task.Delay(time, cancellationToken).ConfigureAwait(false);
        return ("running", null);
    }

    private async Task<IReadOnlyList<VerificationCall>> CallAsync(
        ContainerProbe? probe, string? offered, CancellationToken cancellationToken)
    {
        if (probe is null)
        {
            throw new MlemException(
                "VerifyInputNotPossible", MlemErrorCategory.InvalidArgument,
                Messages.FormatServerSoNoInputCanBe(server.Type, Messages.AnswersNoHTTPCalls), server.Type, Messages.LeaveVerifyInputOutVerifyAloneSees);
        }

        offered ??= (await AskAsync(probe.WaitAsync(options.Timeout, cancellationToken), cancellationToken).ConfigureAwait(false)).Interface;
        ServerInterface methods = options.Interface ?? ServerInterface.Parse(offered ?? string.Empty);
        PredictionRequest[] requests =
            [.. options.Inputs.Select(i => new InputConverter(methods.Method(i.Key)).Convert(i.Value))];
        ProbeResult result = await AskAsync(
            probe.CallAsync(
                requests.Select(r => (r.Method.Name, options.Interface is null ? r.Method.Name : InvocationInterface.Path, r.Json ?? string.Empty)),
                options.Timeout,
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        // A server that dies breaks off the call first; its end, which is on its way, tells what happened.
        if (result.Calls.Any(c => c.Status == 0))
            await Task.Delay(EndIsTold, CancellationToken.None).ConfigureAwait(false);
        foreach (ProbeCall call in result.Calls.Where(c => c.Status != 200))
        {
            string what = call.Status == 0 ? Messages.DidNotAnswer : $"answered {call.Status}";
            throw await FailedAsync(
                Messages.FormatToCallOf(what, call.Method, Short(call.Text)),
                null,
                Messages.CorrectInputOfVerifyInputOrModel,
                cancellationToken).ConfigureAwait(false);
        }

        return
        [
            .. result.Calls.Select(c => new VerificationCall(c.Method, c.Status, Answer(methods.Method(c.Method), c.Text))),
        ];
    }

    private static object? Answer(ServerMethod method, string text)
    {
        try
        {
            using JsonDocument json = PeerJson.Parse(text);
            return method.Returns.Read(json.RootElement);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string Short(string text) => text.Length <= 500 ? text : text[..500] + "…";

    private Task<ImageVerificationException> DiedAsync(int exitCode, CancellationToken cancellationToken) => FailedAsync(
        Messages.FormatEndedWithExitCode(exitCode),
        exitCode,
        Messages.ItsLastLinesSayWhatIt,
        cancellationToken);

    private async Task<ImageVerificationException> FailedAsync(
        string what, int? exitCode, string recommendation, CancellationToken cancellationToken)
    {
        var log = new List<string>();
        try
        {
            await foreach (LogLine line in engine.Containers.ReadLogsAsync(container, new LogOptions { Tail = LastLines }, cancellationToken).ConfigureAwait(false))
                log.Add(line.Text);
        }
        catch (EngineException)
        {
            // Without its log, the verdict is still true.
        }

        string tail = log.Count == 0 ? Messages.ItWroteNothing : Messages.FormatItsLastLines(string.Join('\n', log));
        return new ImageVerificationException(
            name, Messages.FormatImageWasBuiltButItsContainer(name, what, tail), exitCode, log, recommendation);
    }
}
