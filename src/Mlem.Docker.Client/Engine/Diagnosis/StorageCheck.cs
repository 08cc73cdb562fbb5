namespace Mlem.Docker.Engine.Diagnosis;

/// <summary>How much room the Engine has left, where that can be known, and how much its images and build cache take.</summary>
internal static class StorageCheck
{
    // An image of a model with Python and scikit-learn takes about 0.8 GB, twice that while it is built.
    private const long TooLittle = 1_000_000_000;
    private const long Little = 5_000_000_000;

    private static string Remedy => Messages.FreeSpaceOnEnginesDiskDocker;

    /// <param name="engine">The Engine.</param>
    /// <param name="freeInContainer">What a container saw as free, in bytes; null when none was asked.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<DockerCheck> RunAsync(DockerEngine engine, long? freeInContainer, CancellationToken cancellation)
    {
        var info = await engine.GetInfoAsync(cancellation).ConfigureAwait(false);
        var use = await UseAsync(engine, cancellation).ConfigureAwait(false);
        if ((Local(engine.Endpoint, info.Name, info.DockerRootDir) ?? freeInContainer) is { } free)
            return Judge(free, Messages.FormatAreFreeFor(ByteSize.Format(free), info.DockerRootDir, use));
        return CheckRunner.Skipped(
            "Storage",
            Messages.FormatEnginesDiskIsOnAnotherMachine(info.Name, use),
            Messages.GiveImageWithImageThatIs);
    }

    internal static DockerCheck Judge(long free, string finding) => free switch
    {
        < TooLittle => new DockerCheck("Storage", DockerCheckState.Failed, finding, Remedy),
        < Little => new DockerCheck("Storage", DockerCheckState.Warning, finding, Remedy),
        _ => new DockerCheck("Storage", DockerCheckState.Passed, finding),
    };

    // Docker Desktop's socket is on this machine while its disk is in a virtual one of another name.
    private static long? Local(DockerEndpoint endpoint, string? machine, string? folder)
    {
        if (endpoint.Scheme != EndpointScheme.Unix || machine != Environment.MachineName || !Directory.Exists(folder))
            return null;
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    // An Engine with thousands of layers counts for minutes: the free space matters more than this number.
    private static async Task<string> UseAsync(DockerEngine engine, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            var (images, cache) = await engine.GetStorageUseAsync(limit.Token).ConfigureAwait(false);
            return Messages.FormatImagesTakeBuildCache(ByteSize.Format(images), ByteSize.Format(cache));
        }
        catch (Exception error) when (error is MlemException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return string.Empty;
        }
    }
}
