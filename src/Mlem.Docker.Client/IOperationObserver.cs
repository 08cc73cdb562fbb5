namespace Mlem.Docker;

/// <summary>
/// Where the engine's long operations say what they are doing. Calls come on any thread, one at a time for an
/// operation, and in order; an implementation must not block.
/// </summary>
public interface IOperationObserver
{
    /// <summary>A line for people who want details, such as a line that the Docker Engine printed.</summary>
    void Verbose(string message);

    /// <summary>A line for those who look for a fault, such as a request. Never a secret.</summary>
    void Debug(string message);

    /// <summary>Something that succeeded and yet deserves attention.</summary>
    void Warning(string message);

    /// <summary>How far the operation is.</summary>
    void Progress(OperationProgress progress);
}

/// <summary>An observer for those who do not listen.</summary>
public sealed class NullOperationObserver : IOperationObserver
{
    /// <summary>The only instance that is needed; it has no state.</summary>
    public static NullOperationObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void Verbose(string message)
    {
    }

    /// <inheritdoc/>
    public void Debug(string message)
    {
    }

    /// <inheritdoc/>
    public void Warning(string message)
    {
    }

    /// <inheritdoc/>
    public void Progress(OperationProgress progress)
    {
    }
}
