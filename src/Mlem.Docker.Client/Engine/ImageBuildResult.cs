namespace Mlem.Docker.Engine;

/// <summary>A build that is done: the stream ended whole and without error, named an image, and the Engine has it.</summary>
/// <param name="Image">The image as the Engine shows it after the build.</param>
/// <param name="Builder">The builder that made it; never <see cref="ImageBuilderKind.Auto"/>.</param>
/// <param name="Steps">The instructions in the order in which they ended.</param>
/// <param name="Warnings">What the builder warned of.</param>
/// <param name="Duration">From the request to the verified image.</param>
public sealed record ImageBuildResult(
    EngineImage Image, ImageBuilderKind Builder, IReadOnlyList<BuildStep> Steps, IReadOnlyList<string> Warnings, TimeSpan Duration)
{
    /// <summary>What BuildKit's checks of the Dockerfile found; the classic builder and Podman have none.</summary>
    public IReadOnlyList<BuildCheck> Checks { get; init; } = [];

    /// <summary>The image's id: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string ImageId => Image.Id;
}
