using Docker.DotNet.Models;

namespace Mlem.Docker.Engine;

/// <summary>A secret of a swarm, without its value.</summary>
internal sealed record EngineSecret(string Id, string Name, IReadOnlyDictionary<string, string> Labels)
{
    public static EngineSecret From(Secret secret) => new(
        EngineImage.KnownId(secret.ID), secret.Spec?.Name ?? string.Empty, EngineImage.Copy(secret.Spec?.Labels));
}
