namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes the names of images that the Engine has, without their tags.</summary>
public sealed class ImageRepositoryCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionQuestion question) =>
        EngineLookup.ImageNames(question.DaemonHost).Select(name => new Candidate(name[..name.LastIndexOf(':')]));
}
