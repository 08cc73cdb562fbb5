namespace Mlem.Docker;

/// <summary>A service's new tasks died, or did not come to serve.</summary>
public sealed class ServiceFailedException : MlemException
{
    internal ServiceFailedException(
        string errorId, MlemErrorCategory category, string service, string message, int? exitCode, IReadOnlyList<string> log, bool rolledBack, string recommendation)
        : base(errorId, category, message, service, recommendation)
    {
        ExitCode = exitCode;
        Log = log;
        RolledBack = rolledBack;
    }

    /// <summary>The exit code of the task that failed; null where none ended.</summary>
    public int? ExitCode { get; }

    /// <summary>The last lines that it wrote.</summary>
    public IReadOnlyList<string> Log { get; }

    /// <summary>True when the version before serves again.</summary>
    public bool RolledBack { get; }
}
