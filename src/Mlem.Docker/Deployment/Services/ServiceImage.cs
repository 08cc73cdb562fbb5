using Docker.DotNet.Models;
using Mlem.Docker.Context;
using Mlem.Docker.Engine;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Deployment;

/// <summary>
/// The image of a service, named so that it means the same everywhere and for ever, and a rollback finds the one before:
/// by the registry's digest, else by its id, which only this machine knows.
/// </summary>
internal sealed record ServiceImage(
    DockerImage Image, string Reference, bool IsLocal, int? Port, HealthcheckConfig? Healthcheck, bool HasHealthcheck, bool IsMlem)
{
    /// <summary>How long its tasks have for their end; null for the swarm's 10 seconds.</summary>
    public TimeSpan? StopGrace { get; init; }

    /// <summary>The image of a service that stays as it is.</summary>
    public static ServiceImage From(EngineService live, DockerImage image)
    {
        HealthcheckConfig? health = live.Container?.Healthcheck;
        string? port = live.Labels.GetValueOrDefault(ServiceIdentity.PortLabel);
        return new ServiceImage(
            image,
            live.Image,
            IsId(live.Image),
            int.TryParse(port, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : null,
            health,
            health is not null,
            false)
        {
            StopGrace = live.Container?.StopGracePeriod,
        };
    }

    /// <summary>An image that was built, or given.</summary>
    public static ServiceImage From(DockerImage image, EngineImage? local, int? port, bool ownCommand, bool push, System.Version? api)
    {
        string name = ImageReference.Parse(image.Uri).EngineName;
        string repository = name[..(name.LastIndexOf(':') is var colon && colon > name.LastIndexOf('/') ? colon : name.Length)];
        bool remote = push && image.Registry is DockerIORegistry or RemoteRegistry;
        string? digest = image.Digest ?? local?.RepositoryDigests
            .FirstOrDefault(d => d.StartsWith(repository + "@", StringComparison.Ordinal))?[(repository.Length + 1)..];
        bool mlem = local is { Entrypoint.Count: 0 } && string.Join(' ', local.Command).EndsWith("sh run.sh", StringComparison.Ordinal);
        // The check that an optimised image has asks the same, only not as soon.
        bool certain = mlem && !ownCommand && port is { } number
            && (local is { HasHealthcheck: false } || local?.Healthcheck?.Command == OptimizedDockerfile.HealthCommand(number));
        bool hosted = digest is not null && (remote || image.Digest is not null);
        return new ServiceImage(
            image,
            hosted ? $"{name}@{digest}" : image.ImageId!,
            !hosted,
            port,
            certain ? ServiceHealth.ByHttp(port!.Value, api) : null,
            local?.HasHealthcheck ?? false,
            mlem)
        {
            StopGrace = !ownCommand && local is not null && Deployment.StopGrace.IsServer(local.Command) ? Deployment.StopGrace.OfServer : null,
        };
    }

    private static bool IsId(string reference) => reference.StartsWith("sha256:", StringComparison.Ordinal);
}
