namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes registries: those that this session or docker has a login for, and MLEM's types that need no more.</summary>
public sealed class RegistryCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionQuestion question) =>
    [
        .. RegistryHostCompleter.Known(),
        new Candidate("docker_io", "Docker Hub"),
        new Candidate("local", Messages.ImagesOfDockerEngineItself),
    ];
}
