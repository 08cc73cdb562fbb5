using Mlem.Docker.Engine;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Deployment;

/// <summary>Finds the declaration that a container was made from.</summary>
internal static class DeploymentFinder
{
    /// <returns>The declaration; null for a container that does not tell.</returns>
    public static DockerContainer? Find(EngineContainerSummary container) =>
        Find(container.Id, ContainerNames.Final(container.Name), container.Labels);

    /// <returns>The declaration; null where neither a file nor the labels tell it.</returns>
    public static DockerContainer? Find(string id, string name, IReadOnlyDictionary<string, string> labels)
    {
        if (labels.GetValueOrDefault(DeploymentIdentity.DeploymentLabel) is { Length: > 0 } path
            && File.Exists(path) && Load(path) is { } declared)
        {
            return declared;
        }

        if (DeploymentIdentity.StateOf(id, name, labels) is not { } state)
            return null;
        return new DockerContainer(new YamlMapping(
        [
            .. state.Declaration.Document.Entries.Where(e => e.Key is not YamlString { Value: "container_name" }),
            new(new YamlString("container_name"), new YamlString(name)),
        ]));
    }

    private static DockerContainer? Load(string path)
    {
        try
        {
            return MlemObjectReader.Read(path) as DockerContainer;
        }
        catch (MlemException)
        {
            // The container tells enough where the file cannot be read.
            return null;
        }
    }
}
