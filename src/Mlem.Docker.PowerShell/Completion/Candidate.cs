namespace Mlem.Docker.PowerShell.Completion;

/// <summary>A value that a parameter could have.</summary>
/// <param name="Text">The value.</param>
/// <param name="ToolTip">What it is; null for nothing to say.</param>
/// <param name="Name">What it is called in a list of values, and may be asked for by; null for the value itself.</param>
internal sealed record Candidate(string Text, string? ToolTip = null, string? Name = null);
