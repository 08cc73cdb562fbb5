namespace Mlem.Docker.Engine;

/// <summary>Times in the Engine's answers: docker writes "never" as the year 1.</summary>
internal static class EngineMoment
{
    public static DateTime? Known(DateTime? moment) => moment is { Year: > 1 } known ? known.ToUniversalTime() : null;
}
