namespace Mlem.Docker;

/// <summary>What a registry says of a manifest without sending it, and how manifests name what they are made of (OCI descriptor).</summary>
/// <param name="Digest">The content's digest: <c>sha256:…</c>.</param>
/// <param name="MediaType">Its media type, of Docker's or OCI's kind.</param>
/// <param name="Size">Its size in bytes; of a manifest itself, not of the layers it names.</param>
public sealed record ManifestDescriptor(string Digest, string MediaType, long Size);
