namespace Mlem.Docker.Engine;

/// <summary>A push whose stream told of no failure. Whether the registry has it is the registry's question.</summary>
/// <param name="Reference">The pushed name with its tag.</param>
/// <param name="Digest">The digest of the manifest, <c>sha256:</c> and 64 hexadecimal digits; null where the Engine does not tell it.</param>
/// <param name="Size">The size of the manifest in bytes; 0 where the Engine does not tell it.</param>
public sealed record PushResult(string Reference, string? Digest, long Size);
