namespace Mlem.Docker.Engine;

/// <summary>A push that the Engine reports as done. Whether the registry has it is the registry client's question.</summary>
/// <param name="Reference">The pushed name with its tag.</param>
/// <param name="Digest">The digest of the manifest: <c>sha256:</c> and 64 hexadecimal digits.</param>
/// <param name="Size">The size of the manifest in bytes.</param>
public sealed record PushResult(string Reference, string Digest, long Size);
