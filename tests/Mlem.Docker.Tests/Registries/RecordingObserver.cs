namespace Mlem.Docker.Tests.Registries;

internal sealed class RecordingObserver : IOperationObserver
{
    public List<string> Warnings { get; } = [];

    public List<string> Everything { get; } = [];

    public void Verbose(string message) => Everything.Add(message);

    public void Debug(string message) => Everything.Add(message);

    public void Warning(string message)
    {
        Everything.Add(message);
        Warnings.Add(message);
    }

    public void Progress(OperationProgress progress) => Everything.Add(progress.ToString());
}
