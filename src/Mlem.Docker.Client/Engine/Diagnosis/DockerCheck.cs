namespace Mlem.Docker;

/// <summary>One thing that <c>DockerDoctor</c> looked at.</summary>
/// <param name="Name">What was looked at: <c>Endpoint</c>, <c>Version</c>, <c>ApiVersion</c>, <c>Builder</c>, <c>Storage</c>, <c>RegistryLogin</c>, <c>Dns</c>, <c>BaseImage</c>.</param>
/// <param name="State">How it stands.</param>
/// <param name="Finding">What was found, in a sentence or two; never a secret.</param>
/// <param name="Remedy">What to do about it; null where there is nothing to do.</param>
public sealed record DockerCheck(string Name, DockerCheckState State, string Finding, string? Remedy = null)
{
    /// <summary>What was found, as a sentence.</summary>
    public string Finding { get; init; } = TerminalText.Clean(Finding);
}

/// <summary>How a check ended.</summary>
public enum DockerCheckState
{
    /// <summary>All is well.</summary>
    Passed,

    /// <summary>It works, and something may get in the way.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Failed,

    /// <summary>It was not looked at; the finding says why.</summary>
    Skipped,
}
