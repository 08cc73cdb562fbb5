namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes the networks that every Engine has.</summary>
public sealed class NetworkCompleter : FixedCompleter
{
    private protected override IReadOnlyList<string> Values { get; } = ["bridge", "host", "none"];
}
