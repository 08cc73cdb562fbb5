using Mlem.Docker.Deployment;
using Mlem.Docker.Tests.Registries;

namespace Mlem.Docker.Tests.Deployment;

public sealed class StatusWaitTests
{
    private readonly RecordingObserver _observer = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_looks_until_one_of_the_statuses_is_there()
    {
        DeploymentStatus last = await WaitAsync(
            [DeploymentStatus.Running, DeploymentStatus.Stopped], [], 60,
            DeploymentStatus.NotDeployed, DeploymentStatus.Starting, DeploymentStatus.Stopped, DeploymentStatus.Running);

        Assert.Equal(DeploymentStatus.Stopped, last);
        Assert.Collection(
            _observer.Everything,
            told => Assert.Contains("Waiting for iris", told, StringComparison.Ordinal),
            told => Assert.Contains("It is Starting, not yet Running or Stopped.", told, StringComparison.Ordinal),
            told => Assert.Contains("It is Stopped.", told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_status_that_is_not_allowed_meanwhile_ends_it()
    {
        var failure = await Assert.ThrowsAsync<MlemException>(() => WaitAsync(
            [DeploymentStatus.Running], [DeploymentStatus.NotDeployed, DeploymentStatus.Starting], 60,
            DeploymentStatus.NotDeployed, DeploymentStatus.Crashed, DeploymentStatus.Running));

        Assert.Equal("DeploymentStatusUnexpected", failure.ErrorId);
        Assert.Equal(
            "iris is Crashed; Running was waited for, and meanwhile only NotDeployed or Starting is allowed.", failure.Message);
        Assert.Equal("Read the log.", failure.Recommendation);
    }

    [Fact]
    public async Task When_the_time_is_over_the_error_tells_how_it_is_then()
    {
        var failure = await Assert.ThrowsAsync<MlemException>(() => WaitAsync([DeploymentStatus.Running], [], 0, DeploymentStatus.Starting));

        Assert.Equal("DeploymentWaitTimeout", failure.ErrorId);
        Assert.Equal("iris was not Running within 0 seconds; it is Starting, and 1 of 3 tasks run.", failure.Message);
        Assert.Equal("Read the log.", failure.Recommendation);
    }

    // Each look sees the next of the statuses; the last one stays.
    private async Task<DeploymentStatus> WaitAsync(
        DeploymentStatus[] statuses, DeploymentStatus[] allowed, double seconds, params DeploymentStatus[] seen)
    {
        int looks = 0;
        return await new StatusWait(statuses, allowed, TimeSpan.FromSeconds(seconds), _observer).RunAsync(
            () => Task.FromResult(seen[Math.Min(looks++, seen.Length - 1)]),
            now => new DeploymentSight("iris", now, "iris", ", and 1 of 3 tasks run", "Read the log."),
            Cancellation);
    }
}
