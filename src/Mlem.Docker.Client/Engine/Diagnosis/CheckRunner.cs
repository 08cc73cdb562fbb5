namespace Mlem.Docker.Engine.Diagnosis;

/// <summary>Makes a row of a check, whatever becomes of it.</summary>
internal static class CheckRunner
{
    /// <summary>Runs a check; a failure is its finding, and only a cancelled diagnosis is thrown.</summary>
    public static async Task<DockerCheck> RunAsync(string name, Func<Task<DockerCheck>> check, CancellationToken cancellation)
    {
        try
        {
            return await check().ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            return Failed(name, error);
        }
    }

    public static DockerCheck Failed(string name, Exception error) => error is MlemException known
        ? new DockerCheck(name, DockerCheckState.Failed, known.Message, known.Recommendation)
        : new DockerCheck(name, DockerCheckState.Failed, $"{error.GetType().Name}: {error.Message}");

    public static DockerCheck Skipped(string name, string why, string? remedy = null) => new(name, DockerCheckState.Skipped, why, remedy);
}
