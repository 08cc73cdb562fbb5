namespace Mlem.Docker.Engine;

/// <summary>Which part of a container's log to read (<c>GET /containers/{id}/logs</c>).</summary>
public sealed record LogOptions
{
    /// <summary>True to wait for new lines until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>How many of the last lines; null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>Only lines from this moment on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only lines up to this moment.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>False to leave out standard output.</summary>
    public bool StandardOutput { get; init; } = true;

    /// <summary>False to leave out standard error.</summary>
    public bool StandardError { get; init; } = true;

    /// <summary>True to get each line's time.</summary>
    public bool Timestamps { get; init; }
}

/// <summary>One line of a container's log.</summary>
/// <param name="Stream">Where the container wrote it; a terminal has only standard output.</param>
/// <param name="Text">The line without its line break.</param>
/// <param name="Timestamp">When it was written, UTC; null unless asked for.</param>
public sealed record LogLine(LogStream Stream, string Text, DateTimeOffset? Timestamp = null);

/// <summary>Where a container wrote a line.</summary>
public enum LogStream
{
    /// <summary>Standard output.</summary>
    StandardOutput,

    /// <summary>Standard error.</summary>
    StandardError,
}
