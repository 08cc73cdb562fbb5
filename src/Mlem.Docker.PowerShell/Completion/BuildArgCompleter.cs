namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes ARG variables of a build.</summary>
public sealed class BuildArgCompleter : EnvironmentVariableCompleter
{
    private protected override string Mapping => "arg";
}
