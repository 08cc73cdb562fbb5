using System.Collections.Concurrent;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>Hears warnings.</summary>
internal sealed class WarningObserver : IOperationObserver
{
    public ConcurrentQueue<string> Warnings { get; } = new();

    public void Verbose(string message)
    {
    }

    public void Debug(string message)
    {
    }

    public void Warning(string message) => Warnings.Enqueue(message);

    public void Progress(OperationProgress progress)
    {
    }
}
