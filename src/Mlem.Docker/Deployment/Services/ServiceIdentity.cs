using System.Security.Cryptography;
using System.Text;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>
/// Which service belongs to a deployment: the one with its owner label. Labels are the service's own, its containers do
/// not have them, so that nothing takes them for containers of the same declaration.
/// </summary>
internal sealed record ServiceIdentity(string Owner, string? Path, string? Project)
{
    public const string OwnerLabel = "mlem.service_owner";
    public const string OptionsLabel = "mlem.service_options";

    /// <summary>The label of containers that tells which version of the service they are of.</summary>
    public const string VersionLabel = "mlem.service_version";

    /// <summary>The label that tells the port inside that answers MLEM's HTTP interface.</summary>
    public const string PortLabel = "mlem.interface_port";

    public static ServiceIdentity For(DockerContainer deployment) => deployment.Path is { } path
        ? new(Hash($"service\n{ThisMachine.Identity}\n{path}"), path, deployment.ProjectRoot)
        : new(Hash($"service\nadhoc\n{deployment.ContainerName}"), null, null);

    public string Filter => $"{OwnerLabel}={Owner}";

    public IReadOnlyDictionary<string, string> Labels(DockerContainerState state, DockerServiceOptions options, string port, string builtFor) => new Dictionary<string, string>
    {
        [OwnerLabel] = Owner,
        [DeploymentIdentity.DeploymentLabel] = Path ?? string.Empty,
        [DeploymentIdentity.ProjectLabel] = Project ?? string.Empty,
        [DeploymentIdentity.ModelHashLabel] = state.ModelHash ?? string.Empty,
        [DeploymentIdentity.StateLabel] = (state with { ContainerId = null, ContainerName = null }).ToYaml(),
        [OptionsLabel] = options.ToLabel(),
        [PortLabel] = port,
        [DeploymentIdentity.ImageLabel] = builtFor,
    };

    /// <summary>The state that a service tells of itself; null when it tells none.</summary>
    public static DockerContainerState? StateOf(EngineService? service) =>
        service is null ? null : DeploymentIdentity.StateOf(service.Id, service.Name, service.Labels);

    public static string Hash(string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32].ToLowerInvariant();
}
