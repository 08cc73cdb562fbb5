namespace Mlem.Docker.Engine;

/// <summary>What a command inside a container did.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="StandardOutput">What it wrote to standard output.</param>
/// <param name="StandardError">What it wrote to standard error.</param>
public sealed record ExecResult(int ExitCode, string StandardOutput, string StandardError);
