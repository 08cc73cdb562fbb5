namespace Mlem.Docker.Engine.Tests.Client;

/// <summary>Cancels at a line of a build.</summary>
internal sealed class CancelOn(string mark, CancellationTokenSource cancel) : IOperationObserver
{
    public void Verbose(string message)
    {
        if (message.Contains(mark, StringComparison.Ordinal))
            cancel.Cancel();
    }

    public void Debug(string message)
    {
    }

    public void Warning(string message)
    {
    }

    public void Progress(OperationProgress progress)
    {
    }
}
