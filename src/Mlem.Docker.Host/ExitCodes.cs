namespace Mlem.Docker.Host;

/// <summary>What the process says to the shell that started it.</summary>
internal static class ExitCodes
{
    /// <summary>Nothing failed.</summary>
    public const int Success = 0;

    /// <summary>A terminating error happened, or an error record was written.</summary>
    public const int Failure = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl+C: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>A request to end: 128 + SIGTERM.</summary>
    public const int Terminated = 143;
}
