namespace Mlem.Docker.PowerShell.Completion;

/// <summary>
/// Completes the state manager that needs no more than its name, also in place of a store that is not reached from here; folders
/// are left to PowerShell.
/// </summary>
public sealed class StateManagerCompleter : ValueCompleter
{
    private static readonly string[] Remote = ["s3://", "gs://", "gcs://", "az://", "abfs://", "http://", "https://"];

    private protected override IEnumerable<Candidate>? Candidates(CompletionQuestion question)
    {
        if ("local".StartsWith(question.Word, StringComparison.OrdinalIgnoreCase))
            return [new Candidate("local", Messages.BesideTheDeclaration)];
        return Remote.FirstOrDefault(r => Begins(r, question.Word)) is { } store
            ? [new Candidate("local", Messages.FormatStateManagerInPlaceOf(store), question.Word)] : null;
    }

    private static bool Begins(string store, string word) => word.Length >= 2
        && (store.StartsWith(word, StringComparison.OrdinalIgnoreCase) || word.StartsWith(store, StringComparison.OrdinalIgnoreCase));
}
