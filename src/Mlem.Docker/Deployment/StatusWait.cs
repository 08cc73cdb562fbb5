using System.Diagnostics;

namespace Mlem.Docker.Deployment;

/// <summary>Looks at a deployment again and again, ever less often, until it has one of some statuses.</summary>
/// <param name="Statuses">The statuses, one of which is waited for.</param>
/// <param name="Allowed">The statuses that it may have meanwhile; empty for any.</param>
/// <param name="Timeout">How long to wait.</param>
/// <param name="Observer">Who hears of it.</param>
internal sealed record StatusWait(
    IReadOnlyCollection<DeploymentStatus> Statuses,
    IReadOnlyCollection<DeploymentStatus> Allowed,
    TimeSpan Timeout,
    IOperationObserver Observer)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits.</summary>
    /// <param name="look">Looks how the deployment is.</param>
    /// <param name="sight">What of that is waited for and told.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How the deployment is then.</returns>
    /// <exception cref="MlemException"><c>DeploymentStatusUnexpected</c>, <c>DeploymentWaitTimeout</c>, or the look failed.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> look, Func<T, DeploymentSight> sight, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan pause = FirstPause;
        string wanted = string.Join(" or ", Statuses);
        while (true)
        {
            T found = await look().ConfigureAwait(false);
            DeploymentSight now = sight(found);
            string activity = Messages.FormatWaitingForTitle(now.Title);
            if (Statuses.Contains(now.Status))
            {
                Observer.Progress(new OperationProgress(activity, Messages.FormatItIsNowStatus(now.Status), 100, null, true));
                return found;
            }

            if (Allowed.Count > 0 && !Allowed.Contains(now.Status))
                throw Unexpected(now, wanted);
            if (Stopwatch.GetElapsedTime(start) > Timeout)
                throw TimedOut(now, wanted);
            Observer.Progress(new OperationProgress(activity, Messages.FormatItIsNotYet(now.Status, wanted)));
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
        }
    }

    private MlemException Unexpected(DeploymentSight now, string wanted) => new(
        "DeploymentStatusUnexpected",
        MlemErrorCategory.InvalidOperation,
        Messages.FormatDeploymentStatusUnexpected(now.Name, now.Status, wanted, string.Join(" or ", Allowed)),
        now.Name,
        now.Remedy);

    private MlemException TimedOut(DeploymentSight now, string wanted) => new(
        "DeploymentWaitTimeout",
        MlemErrorCategory.OperationTimeout,
        Messages.FormatDeploymentWaitTimeout(now.Name, wanted, $"{Timeout.TotalSeconds:0.###}", now.Status, now.More),
        now.Name,
        now.TimeoutRemedy ?? now.Remedy);
}

/// <summary>What a wait sees of a deployment, and what it says of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">Its status.</param>
/// <param name="Title">What progress calls it.</param>
/// <param name="More">What is said of it when the time is over, after its status; empty for nothing.</param>
/// <param name="Remedy">What may be done when it does not come to the status.</param>
/// <param name="TimeoutRemedy">The same when the time is over; null where there is nothing else.</param>
internal sealed record DeploymentSight(
    string? Name, DeploymentStatus Status, string Title, string More, string Remedy, string? TimeoutRemedy = null);
