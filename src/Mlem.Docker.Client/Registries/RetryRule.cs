namespace Mlem.Docker.Registries;

/// <summary>When a request is sent again.</summary>
internal static class RetryRule
{
    /// <summary>The pause before the next attempt; null where there is none.</summary>
    public static TimeSpan? Pause(RegistryAnswer answer, int attempt, RegistryClientOptions options)
    {
        if ((int)answer.Status is not (429 or 502 or 503))
            return null;

        // Callers that were refused together should not come back together.
        var backOff = options.RetryDelay * Math.Pow(2, attempt - 1) * (0.75 + (Random.Shared.NextDouble() / 2));
        var pause = RetryAfter(answer) ?? backOff;
        return pause <= options.LongestRetryDelay ? pause : null;
    }

    /// <summary>The pause that the answer asks for, in seconds or as a date; null where it does not.</summary>
    public static TimeSpan? RetryAfter(RegistryAnswer answer)
    {
        var asked = answer.Headers.RetryAfter;
        var pause = asked?.Delta ?? (asked?.Date - DateTimeOffset.UtcNow);
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }
}
