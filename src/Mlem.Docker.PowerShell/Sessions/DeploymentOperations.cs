using Mlem.Docker.Registries;

namespace Mlem.Docker.PowerShell.Sessions;

/// <summary>Makes operations on deployments with this session's logins.</summary>
internal static class DeploymentOperations
{
    /// <summary>Those on containers; to be made on the pipeline thread.</summary>
    public static ContainerOperations Create(IOperationObserver observer, bool insecure = false) => new(
        RegistryCredentials.Default(SessionLogins.Current),
        new RegistryClientOptions { Observer = observer, Insecure = insecure });

    /// <summary>Those on services of a swarm; to be made on the pipeline thread.</summary>
    public static ServiceOperations CreateForServices(IOperationObserver observer, bool insecure = false) => new(
        RegistryCredentials.Default(SessionLogins.Current),
        new RegistryClientOptions { Observer = observer, Insecure = insecure });
}
