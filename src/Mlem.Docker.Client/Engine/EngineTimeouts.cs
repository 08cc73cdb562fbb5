namespace Mlem.Docker.Engine;

/// <summary>How long the client waits for the Engine before it gives up.</summary>
public sealed record EngineTimeouts
{
    /// <summary>For a connection, TLS handshake included. Over ssh it is at least 30 seconds.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the answer to a request that is not a stream, from its first to its last byte.</summary>
    public TimeSpan Response { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// For the next byte of a push or a pull. The Engine reports several times a second while it transfers, but is
    /// silent while a registry digests a large layer.
    /// </summary>
    public TimeSpan TransferSilence { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// For the next byte of a build. None by default: a RUN may be silent for hours. While it is silent the Engine is
    /// asked every <see cref="PingEvery"/> whether it is still there.
    /// </summary>
    public TimeSpan BuildSilence { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How often a silent stream's Engine is asked whether it is still there.</summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(20);
}
