namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes the platforms that Python's official images are made for.</summary>
public sealed class PlatformCompleter : FixedCompleter
{
    private protected override IReadOnlyList<string> Values { get; } =
        ["linux/amd64", "linux/arm64", "linux/arm/v7", "linux/arm/v5", "linux/386", "linux/ppc64le", "linux/s390x", "linux/riscv64"];
}
