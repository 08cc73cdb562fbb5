using Docker.DotNet.Models;

namespace Mlem.Docker.Engine;

/// <summary>One step in which an image was made (<c>GET /images/{name}/history</c>).</summary>
/// <param name="ImageId">The image that the step left; null where the Engine does not keep it.</param>
/// <param name="CreatedBy">The instruction; for a copy with a checksum of what was copied.</param>
public sealed record EngineImageStep(string? ImageId, string CreatedBy)
{
    internal static EngineImageStep From(ImageHistoryResponse step) =>
        new(step.ID is { } id && id.StartsWith("sha256:", StringComparison.Ordinal) ? id : null, step.CreatedBy ?? string.Empty);
}
