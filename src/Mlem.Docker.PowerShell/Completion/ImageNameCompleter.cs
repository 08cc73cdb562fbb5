namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes the names of images that the Engine has, with their tags.</summary>
public sealed class ImageNameCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionQuestion question) =>
        EngineLookup.ImageNames(question.DaemonHost).Select(name => new Candidate(name));
}
