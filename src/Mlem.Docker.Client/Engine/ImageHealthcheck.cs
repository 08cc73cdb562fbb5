using System.Text.Json;
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

    // The Engine counts in nanoseconds.
    internal static ImageHealthcheck? From(JsonElement? check) => From(
        check.List("Test"), Span(check.Number("Interval")), check.Number("Retries"), Span(check.Number("StartPeriod")));

    internal static ImageHealthcheck? From(HealthcheckConfig? check) =>
        From(check?.Test, check?.Interval, check?.Retries, check?.StartPeriod);

    private static ImageHealthcheck? From(IList<string>? test, TimeSpan? interval, long? retries, TimeSpan? start) =>
        test is not { Count: > 0 } || test[0] == "NONE"
            ? null
            : new ImageHealthcheck(
                test is ["CMD-SHELL", var command] ? command : null,
                interval is { Ticks: > 0 } some ? some : StandardInterval,
                retries is > 0 and long count ? count : StandardRetries,
                start ?? TimeSpan.Zero);

    private static TimeSpan? Span(long? nanoseconds) => nanoseconds is null ? null : TimeSpan.FromTicks(nanoseconds.Value / TimeSpan.NanosecondsPerTick);
}
