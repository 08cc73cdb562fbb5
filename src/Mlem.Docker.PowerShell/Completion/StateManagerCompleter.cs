namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes the state manager that needs no more than its name; folders are left to PowerShell.</summary>
public sealed class StateManagerCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate>? Candidates(CompletionQuestion question) =>
        "local".StartsWith(question.Word, StringComparison.OrdinalIgnoreCase)
            ? [new Candidate("local", Messages.BesideTheDeclaration)]
            : null;
}
