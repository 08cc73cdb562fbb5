namespace Mlem.Docker;

/// <summary>
/// A failure that a person can act on: what failed, on what, why, and what to do next.
/// The message is one or more whole sentences and never contains a secret.
/// </summary>
public class MlemException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="errorId">Stable id in PascalCase, the first part of PowerShell's FullyQualifiedErrorId.</param>
    /// <param name="category">What kind of failure it is.</param>
    /// <param name="message">What failed, on what (path, line, image, registry) and why.</param>
    /// <param name="target">The object at which it failed: a path, a name, a reference.</param>
    /// <param name="recommendation">What to do next, as a sentence; null when the message already says it.</param>
    /// <param name="innerException">The cause, if another exception was it.</param>
    public MlemException(
        string errorId,
        MlemErrorCategory category,
        string message,
        object? target = null,
        string? recommendation = null,
        Exception? innerException = null)
        : base(TerminalText.Clean(message), innerException)
    {
        ErrorId = errorId;
        Category = category;
        Target = target;
        Recommendation = TerminalText.Clean(recommendation);
    }

    /// <summary>Stable id in PascalCase, for example <c>ModelNotFound</c>.</summary>
    public string ErrorId { get; }

    /// <summary>What kind of failure it is.</summary>
    public MlemErrorCategory Category { get; }

    /// <summary>The object at which it failed, if there is one.</summary>
    public object? Target { get; }

    /// <summary>What to do next, or null.</summary>
    public string? Recommendation { get; }
}
