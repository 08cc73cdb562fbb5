namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes the tags that images of the Engine have: of the one that -Name names, else of all.</summary>
public sealed class ImageTagCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionQuestion question)
    {
        var name = question.Plain("Name") as string;
        foreach (string image in EngineLookup.ImageNames(question.DaemonHost))
        {
            int colon = image.LastIndexOf(':');
            string repository = image[..colon];
            if (name is null || repository == name || repository.EndsWith("/" + name, StringComparison.Ordinal))
                yield return new Candidate(image[(colon + 1)..], image);
        }
    }
}
