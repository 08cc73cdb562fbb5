namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes MLEM's server types; paths of server files are left to PowerShell.</summary>
public sealed class ServerCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate>? Candidates(CompletionQuestion question) => question.IsPath
        ? null
        : Server.Types.Select(type => new Candidate(type, Messages.FormatMLEMsServerType(type)));
}
