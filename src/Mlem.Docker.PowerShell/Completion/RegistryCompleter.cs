using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes registries: those that this session or docker has a login for, and MLEM's types that need no more.</summary>
public sealed class RegistryCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionQuestion question) =>
    [
        .. SessionLogins.Current.Hosts.Select(host => new Candidate(host, $"{host}: logged in for this session")),
        .. KnownRegistries.FromDockerConfig().Select(host => new Candidate(host, $"{host}: known to docker's config file")),
        new Candidate("docker_io", "Docker Hub"),
        new Candidate("local", "The images of the Docker Engine itself"),
    ];
}
