namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes what stands before the names of the Engine's images: <c>team</c> of <c>team/iris:1.0</c>.</summary>
public sealed class ImageNamespaceCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionQuestion question) =>
        EngineLookup.ImageNames(question.DaemonHost)
            .Select(name => DockerImage.FromReference(name).Repository)
            .OfType<string>().Select(repository => new Candidate(repository));
}
