using Docker.DotNet.Models;

namespace Mlem.Docker.Engine;

/// <summary>A container as the Engine lists it (<c>GET /containers/json</c>): less than <see cref="EngineContainer"/> knows, in one call.</summary>
public sealed record EngineContainerSummary
{
    /// <summary>The container's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, without the slash that the Engine puts before it.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Docker's word for its state.</summary>
    public string State { get; init; } = string.Empty;

    /// <summary>The id of the image that it runs.</summary>
    public string ImageId { get; init; } = string.Empty;

    /// <summary>Its labels, those of the image included.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The ports that are published.</summary>
    public IReadOnlyList<EnginePort> Ports { get; init; } = [];

    internal static EngineContainerSummary From(ContainerListResponse container) => new()
    {
        Id = container.ID ?? throw new FormatException(Messages.AnswerNamesNoContainerId),
        // A container that others link to has their names too, with a second slash in them.
        Name = container.Names?.Select(n => n.TrimStart('/')).FirstOrDefault(n => !n.Contains('/')) ?? string.Empty,
        State = EngineContainer.DockersState(container.State),
        ImageId = container.ImageID ?? string.Empty,
        Labels = EngineImage.Copy(container.Labels),
        Ports = [.. (container.Ports ?? []).Where(p => p.PublicPort != 0)
            .Select(p => new EnginePort(p.PrivatePort, p.Type ?? "tcp", p.IP, p.PublicPort))],
    };
}
