namespace Mlem.Docker.Engine;

/// <summary>The TLS material of an endpoint: PEM files, as the docker CLI keeps them.</summary>
/// <param name="CaPath">The authority that signs the Engine's certificate; null for the machine's own authorities.</param>
/// <param name="CertPath">The client's certificate; null when the Engine asks for none.</param>
/// <param name="KeyPath">The client's private key, not encrypted; null when the Engine asks for none.</param>
/// <param name="SkipVerify">True when the Engine's certificate is not looked at, as a docker context may say.</param>
public sealed record EndpointTls(string? CaPath, string? CertPath, string? KeyPath, bool SkipVerify = false);
