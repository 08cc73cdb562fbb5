namespace Mlem.Docker.Engine;

/// <summary>
/// A build that the Engine gave up. The id is <c>ImageBuildFailed</c>, or one that says more, such as
/// <c>NoSpaceLeft</c> or <c>RegistryAccessDenied</c>. Values of build arguments are masked.
/// </summary>
public class ImageBuildException : EngineException
{
    internal ImageBuildException(
        string errorId, MlemErrorCategory category, string message, string engineMessage, object? target, string? recommendation)
        : base(errorId, category, message, null, engineMessage, target, recommendation)
    {
    }

    /// <summary>The failing instruction: <c>RUN pip install -r requirements.txt</c>; null when it failed before the first.</summary>
    public string? Instruction => Step?.Instruction;

    /// <summary>The failing step with its number; null when it failed before the first.</summary>
    public BuildStep? Step { get; internal init; }

    /// <summary>The exit code of the instruction's command; null when none ran.</summary>
    public int? ExitCode { get; internal init; }

    /// <summary>The last lines of the instruction's output, at most 20.</summary>
    public IReadOnlyList<string> OutputTail { get; internal init => field = [.. value.Select(line => TerminalText.Clean(line))]; } = [];
}
