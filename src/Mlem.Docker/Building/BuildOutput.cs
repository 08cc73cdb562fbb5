namespace Mlem.Docker.Building;

/// <summary>Keeps the last lines of a build's output while it passes them on, so that pip's words can be read afterwards.</summary>
internal sealed class BuildOutput(IOperationObserver next) : IOperationObserver
{
    // A pip step prints a few hundred lines; more than this is a compiler's output, whose end counts.
    private const int MaxLines = 5000;

    private readonly Queue<string> _lines = new();

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public void Verbose(string message)
    {
        lock (_lines)
        {
            _lines.Enqueue(message);
            if (_lines.Count > MaxLines)
                _lines.Dequeue();
        }

        next.Verbose(message);
    }

    public void Debug(string message) => next.Debug(message);

    public void Warning(string message) => next.Warning(message);

    public void Progress(OperationProgress progress) => next.Progress(progress);
}
