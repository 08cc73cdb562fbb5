namespace Mlem.Docker;

/// <summary>One progress report of an operation.</summary>
/// <param name="Activity">What is being done: <c>Building iris:latest</c>.</param>
/// <param name="Status">Which part of it: <c>Step 4/9: RUN pip install -r requirements.txt</c>.</param>
/// <param name="PercentComplete">0 to 100, or -1 where it is not known.</param>
/// <param name="CurrentOperation">A detail, such as a layer and its bytes; null without one.</param>
/// <param name="Completed">True for the last report of the activity.</param>
public sealed record OperationProgress(
    string Activity,
    string Status,
    int PercentComplete = -1,
    string? CurrentOperation = null,
    bool Completed = false)
{
    /// <summary>The report without what a terminal would obey.</summary>
    public OperationProgress Clean() => this with
    {
        Activity = TerminalText.Clean(Activity),
        Status = TerminalText.Clean(Status),
        CurrentOperation = TerminalText.Clean(CurrentOperation),
    };
}
