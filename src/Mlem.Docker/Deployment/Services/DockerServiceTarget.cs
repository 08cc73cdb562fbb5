using Mlem.Docker.Deployment;
using Mlem.Docker.Engine;

namespace Mlem.Docker;

/// <summary>A service by its declaration, or by its name.</summary>
public sealed record DockerServiceTarget
{
    private DockerServiceTarget(DockerContainer? deployment, string? name, string engineAddress)
    {
        Deployment = deployment;
        Name = name;
        EngineAddress = engineAddress;
    }

    /// <summary>The declaration; null where only a name is known.</summary>
    public DockerContainer? Deployment { get; }

    /// <summary>The service's name; null where the declaration tells which it is.</summary>
    public string? Name { get; }

    /// <summary>The Engine's address; empty for the usual one.</summary>
    public string EngineAddress { get; }

    /// <summary>The service of a declaration.</summary>
    /// <param name="deployment">The declaration.</param>
    /// <exception cref="MlemException">Its environment cannot be read.</exception>
    public static DockerServiceTarget For(DockerContainer deployment) => new(deployment, null, deployment.ResolveEnv().Daemon.Host);

    /// <summary>A service by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="daemonHost">The Engine's address; null for the usual one.</param>
    public static DockerServiceTarget Named(string name, string? daemonHost = null) => new(null, name, daemonHost ?? string.Empty);

    /// <summary>The same service on an Engine, where nothing names another one.</summary>
    /// <exception cref="MlemException"><c>ParameterNotAllowed</c>: something does.</exception>
    internal DockerServiceTarget On(string daemonHost) =>
        Deployment is { } declared ? For(declared.On(daemonHost))
        : EngineAddress == daemonHost ? this
        : EngineAddress.Length == 0 ? Named(Name!, daemonHost)
        : throw new MlemException(
            "ParameterNotAllowed", MlemErrorCategory.InvalidArgument, Messages.FormatParameterNotAllowed("DaemonHost"),
            Name, Messages.ParameterNotAllowedRemedy);

    /// <inheritdoc/>
    public override string ToString() => Deployment?.Path ?? Messages.FormatTheServiceName(Name ?? Deployment?.ContainerName);

    // A service that is not ours is as none.
    internal async Task<EngineService?> FindAsync(DockerEngine engine, CancellationToken cancellationToken)
    {
        string filter = Deployment is null ? ServiceIdentity.OwnerLabel : ServiceIdentity.For(Deployment).Filter;
        IReadOnlyList<EngineService> ours = await engine.Swarm.ListServicesAsync([filter], cancellationToken).ConfigureAwait(false);
        return ours.FirstOrDefault(s => Name is null || s.Name == Name);
    }
}
