namespace Mlem.Docker.PowerShell.Pipeline;

/// <summary>Takes what the engine says to the streams of a cmdlet.</summary>
internal sealed class CmdletObserver(AsyncCmdlet cmdlet) : IOperationObserver
{
    /// <inheritdoc/>
    public void Verbose(string message) => cmdlet.WriteVerbose(message);

    /// <inheritdoc/>
    public void Debug(string message) => cmdlet.WriteDebug(message);

    /// <inheritdoc/>
    public void Warning(string message) => cmdlet.WriteWarning(message);

    /// <inheritdoc/>
    public void Progress(OperationProgress progress) => cmdlet.WriteProgress(progress);
}
