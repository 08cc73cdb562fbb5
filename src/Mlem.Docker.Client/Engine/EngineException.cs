namespace Mlem.Docker.Engine;

/// <summary>The Docker Engine refused a request, or failed at it; its own words are in the message.</summary>
public class EngineException : MlemException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="errorId">Stable id, such as <c>ImageNotFound</c>, <c>PortInUse</c> or <c>EngineError</c>.</param>
    /// <param name="category">What kind of failure it is.</param>
    /// <param name="message">What failed and the Engine's words.</param>
    /// <param name="statusCode">The HTTP status; null where the failure came in a stream or before an answer.</param>
    /// <param name="engineMessage">The Engine's own words.</param>
    /// <param name="target">The image, container or endpoint.</param>
    /// <param name="recommendation">What to do next.</param>
    /// <param name="innerException">The cause.</param>
    public EngineException(
        string errorId,
        MlemErrorCategory category,
        string message,
        int? statusCode = null,
        string? engineMessage = null,
        object? target = null,
        string? recommendation = null,
        Exception? innerException = null)
        : base(errorId, category, message, target, recommendation, innerException)
    {
        StatusCode = statusCode;
        EngineMessage = TerminalText.Clean(engineMessage);
    }

    /// <summary>The HTTP status of the Engine's answer; null where the failure came in a stream or before an answer.</summary>
    public int? StatusCode { get; }

    /// <summary>The Engine's own words; null where it said nothing.</summary>
    public string? EngineMessage { get; }
}
