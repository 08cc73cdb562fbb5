namespace Mlem.Docker;

/// <summary>An image as a registry has it.</summary>
/// <param name="Reference">Its name.</param>
/// <param name="Digest">The digest of its manifest; null for the Engine's own images, which have none until they are pushed.</param>
/// <param name="MediaType">The manifest's media type; null for the Engine's own images.</param>
/// <param name="ImageId">The Engine's image id; null where only the registry was asked.</param>
public sealed record RegistryImage(ImageReference Reference, string? Digest, string? MediaType, string? ImageId = null);
