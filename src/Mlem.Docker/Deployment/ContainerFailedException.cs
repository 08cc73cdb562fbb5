namespace Mlem.Docker;

/// <summary>A container was started, and died or did not become ready.</summary>
public sealed class ContainerFailedException : MlemException
{
    internal ContainerFailedException(
        string errorId, MlemErrorCategory category, string container, string message, int? exitCode, IReadOnlyList<string> log, string recommendation)
        : base(errorId, category, message, container, recommendation)
    {
        ExitCode = exitCode;
        Log = log;
    }

    /// <summary>The exit code; null when it still ran.</summary>
    public int? ExitCode { get; }

    /// <summary>The last lines that it wrote.</summary>
    public IReadOnlyList<string> Log { get; }
}
