using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Mlem.Docker.PowerShell.Completion;

/// <summary>
/// Completes the values of a parameter. A failure completes nothing: nobody who presses the tab key has asked for an
/// error.
/// </summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult>? CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        (string word, char? quote) = ArgumentText.Read(wordToComplete);
        try
        {
            var question = new CompletionQuestion(commandName ?? string.Empty, word, fakeBoundParameters ?? new Hashtable());
            IEnumerable<Candidate>? candidates = Candidates(question);
            return candidates?.Where(c => Fits(c, word)).DistinctBy(c => c.Text)
                .Select(c => new CompletionResult(
                    ArgumentText.Write(c.Text, quote), c.Name ?? c.Text, CompletionResultType.ParameterValue, c.ToolTip ?? c.Text))
                .ToArray();
        }
        catch (Exception failure) when (failure is not PipelineStoppedException)
        {
            return [];
        }
    }

    /// <summary>All values there are; null leaves the completion to PowerShell, which knows files.</summary>
    private protected abstract IEnumerable<Candidate>? Candidates(CompletionQuestion question);

    private static bool Fits(Candidate candidate, string word) =>
        candidate.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
        || candidate.Name?.StartsWith(word, StringComparison.OrdinalIgnoreCase) == true;
}
