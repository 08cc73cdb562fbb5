using Docker.DotNet.Models;

namespace Mlem.Docker.Engine;

/// <summary>When an image's health check is run, and how often it may fail (Docker API: <c>Config.Healthcheck</c>).</summary>
/// <param name="Command">The command, where it is one for the shell; null for another.</param>
/// <param name="Interval">The time before the first check and between two.</param>
/// <param name="Retries">How many failures in a row make the container unhealthy.</param>
/// <param name="StartPeriod">How long failures do not count after the start.</param>
public sealed record ImageHealthcheck(string? Command, TimeSpan Interval, long Retries, TimeSpan StartPeriod)
{
    // What the Engine takes for a value of 0.
    private static readonly TimeSpan StandardInterval = TimeSpan.FromSeconds(30);
    private const long StandardRetries = 3;

    /// <summary>How long a container may fail from its start on before it is unhealthy.</summary>
    public TimeSpan Allowance => StartPeriod + (Interval * Retries);

    internal static ImageHealthcheck? From(HealthcheckConfig? check) => check?.Test is not { Count: > 0 } test || test[0] == "NONE"
        ? null
        : new ImageHealthcheck(
            test is ["CMD-SHELL", var command] ? command : null,
            check.Interval is { Ticks: > 0 } interval ? interval : StandardInterval,
            check.Retries is > 0 and long retries ? retries : StandardRetries,
            check.StartPeriod ?? TimeSpan.Zero);
}
