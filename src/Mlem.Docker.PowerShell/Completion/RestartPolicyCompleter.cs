namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes docker's restart policies.</summary>
public sealed class RestartPolicyCompleter : FixedCompleter
{
    private protected override IReadOnlyList<string> Values { get; } = ["no", "always", "unless-stopped", "on-failure"];
}
