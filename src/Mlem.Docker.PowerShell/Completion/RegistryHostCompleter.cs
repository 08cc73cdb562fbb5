using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes the hosts of registries that this session or docker has a login for.</summary>
public sealed class RegistryHostCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionQuestion question) => Known();

    internal static IEnumerable<Candidate> Known() =>
    [
        .. SessionLogins.Current.Hosts.Select(host => new Candidate(host, Messages.FormatLoggedInForThisSession(host))),
        .. KnownRegistries.FromDockerConfig().Select(host => new Candidate(host, Messages.FormatKnownToDockersConfigFile(host))),
    ];
}
