namespace Mlem.Docker.PowerShell.Completion;

/// <summary>
/// Completes the name of a deployment that is being declared: those that the Engine has, since a declaration of the same
/// name takes the place of what runs under it.
/// </summary>
public sealed class DeploymentNameCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionQuestion question) =>
        question.Command.EndsWith("Service", StringComparison.OrdinalIgnoreCase)
            ? EngineLookup.ServiceNames(question.DaemonHost).Select(name => new Candidate(name, Messages.FormatNameService(name)))
            : EngineLookup.Containers(question.DaemonHost).Where(c => c.Name.Length > 0)
                .Select(c => new Candidate(c.Name, Messages.FormatCNameContainerState(c.Name, c.State))).OrderBy(c => c.Text, StringComparer.Ordinal);
}
