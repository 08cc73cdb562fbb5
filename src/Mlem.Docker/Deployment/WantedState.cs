namespace Mlem.Docker.Deployment;

/// <summary>The state that a start aims at, the same for containers and services.</summary>
internal static class WantedState
{
    /// <summary>What the state is to be, without image and container id.</summary>
    /// <param name="session">The deployment.</param>
    /// <param name="model">The model; null where an image is given.</param>
    /// <param name="image">The image that is run as it is; null where one is built.</param>
    /// <param name="name">The name of the container or service.</param>
    public static DockerContainerState For(DeploymentSession session, MlemModel? model, DockerImage? image, string name)
    {
        (string? modelPath, string? project) = model?.Path is null ? (null, null)
            : model.ProjectRoot is { } root
                ? (Path.GetRelativePath(root, model.Path).Replace('\\', '/'), new Uri(Path.Combine(root, "x")).AbsoluteUri[..^1])
                : (model.Path, (string?)null);
        return session.Empty with
        {
            ModelHash = model?.Hash ?? image?.ModelHash,
            ModelPath = modelPath,
            ModelProject = project,
            ContainerName = name,
        };
    }

    /// <summary>Whether what a state tells is what is wanted: the same model or image, and the same declaration.</summary>
    public static bool IsSame(DockerContainerState state, DockerContainerState wanted, DockerImage? image) =>
        state.ModelHash == wanted.ModelHash
        && (image?.ImageId is not { } id || state.Image?.ImageId == id)
        && new DockerContainerState(state.Declaration).ToYaml() == new DockerContainerState(wanted.Declaration).ToYaml();
}
