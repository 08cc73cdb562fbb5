namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes ENV variables of an image.</summary>
public sealed class SetEnvCompleter : EnvironmentVariableCompleter
{
    private protected override string Mapping => "env";
}
