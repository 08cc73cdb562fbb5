namespace Mlem.Docker.Registries;

/// <summary>What came of looking for a registry's credential.</summary>
/// <param name="Credential">The credential; null where no place has one.</param>
/// <param name="Failure">Why the first place that could not be used could not; null where all could.</param>
internal sealed record CredentialLookUp(RegistryCredential? Credential, MlemException? Failure);
