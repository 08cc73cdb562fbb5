using System.Collections.Concurrent;
using System.Globalization;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Faults;

/// <summary>
/// Whatever a proxy before the real Engine does to its answers, "done" is true, what was done and told whole is "done", and every
/// failure is one of ours, in time.
/// </summary>
[Proves("Faults between client and Engine: no false success, no false failure, no hang", Engines.All)]
public sealed class FaultyProxyTests(EngineFixture engine) : EngineTest(engine)
{
    private const int Seed = 20261124;
    private const int Places = 5;
    private const int LeastFaults = 200;
    private const int LeastBorne = 50;

    // Much longer than all of the client's own limits together.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(150);

    private static readonly EngineTimeouts Patient = Timeouts(60);
    private static readonly EngineTimeouts Short = Timeouts(0.7);

    [Fact]
    public async Task No_fault_makes_a_false_success_a_false_failure_a_hang_or_a_crash()
    {
        var busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);
        await using var registry = await RegistryProcess.StartAsync(Cancellation);
        var operations = new FaultOperations(Api, busybox, Prefix, registry, !await Api.IsPodmanAsync(Cancellation), Cancellation);
        await operations.BeginAsync();
        var reports = new ConcurrentBag<Report>();
        try
        {
            await Task.WhenAll(operations.All.Select((operation, index) => Task.Run(() => TryAsync(operation, index, reports), Cancellation)));
        }
        finally
        {
            await operations.EndAsync();
        }

        var wrong = reports.Where(report => report.Wrong is not null).Select(report => report.ToString()).Order().ToList();
        var happened = reports.Count(report => report.Happened);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{happened} faults between client and Engine ({string.Join(", ", reports.GroupBy(report => report.Operation).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count(report => report.Happened)}"))}; seed {Seed}): {wrong.Count(line => line.Contains("false success", StringComparison.Ordinal))} false successes, {wrong.Count(line => line.Contains("false failure", StringComparison.Ordinal))} false failures of {reports.Count(report => report.Bears)} that destroy nothing, {wrong.Count(line => line.Contains("hang", StringComparison.Ordinal))} hangs, {wrong.Count(line => line.Contains("crash", StringComparison.Ordinal))} crashes"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(happened >= LeastFaults, $"only {happened} faults happened");
        Assert.True(reports.Count(report => report.Bears) >= LeastBorne, "what destroys nothing has hardly happened");
    }

    private static EngineTimeouts Timeouts(double seconds)
    {
        var limit = TimeSpan.FromSeconds(seconds);
        return new EngineTimeouts { Response = limit, TransferSilence = limit, BuildSilence = limit, PingEvery = TimeSpan.FromSeconds(0.5) };
    }

    private async Task TryAsync(FaultOperation operation, int index, ConcurrentBag<Report> reports)
    {
        var name = $"{Prefix}-op{index}";
        var whole = await OnceAsync(operation, name, new Fault(FaultKind.None));
        reports.Add(whole with { Wrong = whole.Succeeded ? whole.Wrong : "fails without any fault: " + whole.Outcome });
        var random = new Random(Seed + index);
        foreach (var kind in Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.None))
        {
            for (var place = 0; place < Places; place++)
            {
                // Places all over the answer; the first before its first byte, the last just before its end.
                var at = place == 0 ? 0 : place == Places - 1 ? whole.Passed - 2 : random.Next(whole.Passed);
                reports.Add(await OnceAsync(operation, $"{name}-{kind}-{place}".ToLowerInvariant(), new Fault(kind, at, random.Next())));
            }
        }
    }

    private async Task<Report> OnceAsync(FaultOperation operation, string name, Fault fault)
    {
        await operation.PrepareAsync(name);
        await using var proxy = new FaultyProxy(Api.Host, operation.Mark, fault);
        var endpoint = DockerEndpointResolver.Resolve(proxy.Address, new Dictionary<string, string?>());
        await using var client = await DockerEngine.ConnectAsync(endpoint, fault.Kind == FaultKind.Stall ? Short : Patient, Cancellation);
        var running = operation.RunAsync(client, name);
        await Task.WhenAny(running, Task.Delay(Hang, Cancellation));
        Report report = new(operation.Name, fault, proxy.Happened, running.IsCompletedSuccessfully, proxy.Passed)
        {
            Bears = proxy.Happened && fault.DestroysNothing(operation.HasLines),
        };
        if (!running.IsCompleted)
            return report with { Wrong = "hang" };
        report = running.Exception?.InnerException switch
        {
            null when operation.HasResult && fault.Destroys && proxy.Happened => report with { Wrong = "false success: the answer did not come to its end" },
            null => report with { Wrong = await operation.IsTrueAsync(name, await running) ? null : $"false success: {await running}" },
            MlemException known when report.Bears => report with { Wrong = $"false failure: {known.ErrorId}: {known.Message}" },
            MlemException known => report with { Outcome = $"{known.ErrorId}: {known.Message}" },
            var other => report with { Wrong = $"crash: {other}" },
        };
        await operation.CleanAsync(name);
        return report;
    }

    private sealed record Report(string Operation, Fault Fault, bool Happened, bool Succeeded, int Passed)
    {
        public string? Wrong { get; init; }

        /// <summary>Gets whether the whole answer came, so that the work is done.</summary>
        public bool Bears { get; init; }

        public string Outcome { get; init; } = "done";
    }
}
