using System.Collections;

namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes names of environment variables, without their values, which may be secret.</summary>
public sealed class EnvironmentVariableCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate>? Candidates(CompletionQuestion question) =>
        Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.Ordinal)
            .Select(name => new Candidate(name, $"{name}, with the value of this process's environment"));
}
