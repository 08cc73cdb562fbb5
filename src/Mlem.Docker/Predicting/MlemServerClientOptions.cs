namespace Mlem.Docker;

/// <summary>How a <see cref="MlemServerClient"/> behaves.</summary>
public sealed record MlemServerClientOptions
{
    /// <summary>How long one call may take, from the connection to the end of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long reaching the server may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest interface that is read, in bytes.</summary>
    public long MaxInterfaceBytes { get; init; } = 16 << 20;

    /// <summary>The longest answer that is read, in bytes.</summary>
    public long MaxAnswerBytes { get; init; } = 1L << 30;

    /// <summary>Opens the connections, where they do not go through this machine's network; null where they do.</summary>
    internal Func<CancellationToken, ValueTask<Stream>>? Connect { get; init; }

    /// <summary>Where requests are told.</summary>
    public IOperationObserver Observer { get; init; } = NullOperationObserver.Instance;
}
