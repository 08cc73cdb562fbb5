namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes the names of this module's services in the swarm. Paths of declarations are left to PowerShell.</summary>
public sealed class ServiceCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate>? Candidates(CompletionQuestion question) => question.IsPath
        ? null
        : EngineLookup.ServiceNames(question.DaemonHost).Select(name => new Candidate(name, Messages.FormatNameService(name)));
}
