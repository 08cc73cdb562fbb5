namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes values that are always the same.</summary>
public abstract class FixedCompleter : ValueCompleter
{
    private protected abstract IReadOnlyList<string> Values { get; }

    private protected sealed override IEnumerable<Candidate> Candidates(CompletionQuestion question) =>
        Values.Select(value => new Candidate(value));
}
