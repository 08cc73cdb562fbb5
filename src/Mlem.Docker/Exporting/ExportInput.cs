namespace Mlem.Docker;

/// <summary>A declaration that is exported, and what is known beside it.</summary>
/// <param name="Deployment">The declaration.</param>
public sealed record ExportInput(DockerContainer Deployment)
{
    /// <summary>The image; null where a Compose file builds it.</summary>
    public DockerImage? Image { get; init; }

    /// <summary>The server in the image, where the declaration names none; null where it is not known.</summary>
    public Server? Server { get; init; }

    /// <summary>The name of the model in the image, which names what is exported where nothing else does; null where it is not known.</summary>
    public string? ModelName { get; init; }

    /// <summary>The hash of the model in the image; null where it is not known.</summary>
    public string? ModelHash { get; init; }

    /// <summary>The folder that a Compose file builds the image from, relative to the file; null where it names an image.</summary>
    public string? BuildFolder { get; init; }

    /// <summary>Whether the image brings a health check of its own, which Compose then leaves as it is.</summary>
    public bool ImageHasHealthcheck { get; init; }

    /// <summary>The field that an error about the name tells.</summary>
    internal string NameField { get; init; } = "container_name";

    /// <summary>The names of the build's arguments, without their values.</summary>
    public IReadOnlyList<string> BuildArguments { get; init; } = [];

    /// <summary>Secrets that the container sees as files; only references, never values.</summary>
    public IReadOnlyList<ServiceSecret> Secrets { get; init; } = [];

    /// <summary>How long the container has for its end.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The name: the declared one, else that of the declaration's file, of the image, or of the model.</summary>
    /// <exception cref="MlemException"><c>ExportNameMissing</c>.</exception>
    public string Name => Deployment.ContainerName ?? Deployment.Name?.Split('/')[^1] ?? Image?.Name ?? ModelName?.Split('/')[^1] ?? throw new MlemException(
        "ExportNameMissing",
        MlemErrorCategory.InvalidArgument,
        Messages.ExportNameMissing,
        "container_name",
        Messages.ExportNameMissingRemedy);
}
