namespace Mlem.Docker.PowerShell.Tests.Golden;

/// <summary>Tests that set variables of the process: no other may run beside them, since it would see them too.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessEnvironment
{
    public const string Name = "process environment";
}
