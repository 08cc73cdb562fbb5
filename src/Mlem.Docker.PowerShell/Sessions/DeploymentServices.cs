using Mlem.Docker.Registries;

namespace Mlem.Docker.PowerShell.Sessions;

/// <summary>Makes deployment services with this session's logins.</summary>
internal static class DeploymentServices
{
    /// <summary>A service; to be made on the pipeline thread.</summary>
    public static DeploymentService Create(IOperationObserver observer, bool insecure = false) => new(
        RegistryCredentials.Default(SessionLogins.Current),
        new RegistryClientOptions { Observer = observer, Insecure = insecure });

    /// <summary>The same for services of a swarm; to be made on the pipeline thread.</summary>
    public static DockerServiceDeployments CreateForServices(IOperationObserver observer, bool insecure = false) => new(
        RegistryCredentials.Default(SessionLogins.Current),
        new RegistryClientOptions { Observer = observer, Insecure = insecure });
}
