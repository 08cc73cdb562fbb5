using System.Globalization;
using Mlem.Docker.Engine;
using Mlem.Docker.Metadata;

namespace Mlem.Docker;

/// <summary>Finds the address at which a container's server is reached from here: by its published ports.</summary>
public static class ServerLocator
{
    private const int StandardPort = 8080;

    /// <summary>Finds the address of a running container's server.</summary>
    /// <param name="engine">The Engine that runs it.</param>
    /// <param name="container">Its name or id.</param>
    /// <param name="port">
    /// The port inside the container; null for the only published one, or 8080 (MLEM's default) among several.
    /// </param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="MlemException">ContainerNotFound, ContainerNotRunning, PortNotPublished, or the Engine failed.</exception>
    public static async Task<Uri> FindAsync(
        DockerEngine engine, string container, int? port = null, CancellationToken cancellationToken = default)
    {
        EngineContainer found = await engine.FindContainerAsync(container, cancellationToken).ConfigureAwait(false)
            ?? throw new MlemException(
                "ContainerNotFound",
                MlemErrorCategory.ObjectNotFound,
                Messages.FormatDockerEngineAtHasNoContainer(engine.Endpoint.Address, container),
                container,
                Messages.CheckNameOrStartContainerWith);
        if (!found.IsRunning)
        {
            throw new MlemException(
                "ContainerNotRunning",
                MlemErrorCategory.InvalidOperation,
                Messages.FormatContainerNotRunning(container, found.State),
                container,
                Messages.ContainerNotRunningRemedy);
        }

        return Address(found.Ports, port, Machine(engine.Endpoint)) ?? throw NotPublished(container, port, found.Ports);
    }

    /// <summary>Finds the address of the server that was deployed from a declaration.</summary>
    /// <param name="path">The declaration's file; the ending .mlem may be left out.</param>
    /// <param name="daemonHost">The Engine's address; null or empty for that of the declaration's environment.</param>
    /// <param name="port">The port inside the container; null for that of the declared server.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="MlemException">NotADeployment, ContainerNotDeployed, or as in <see cref="FindAsync"/>.</exception>
    public static async Task<Uri> FindDeclaredAsync(
        string path, string? daemonHost = null, int? port = null, CancellationToken cancellationToken = default)
    {
        DockerContainer declaration = MlemObjectReader.Read(path) as DockerContainer ?? throw new MlemException(
            "NotADeployment", MlemErrorCategory.InvalidData, Messages.FormatNotADeployment(path), path, Messages.NotADeploymentRemedy);
        DockerContainerStatus status = await new DeploymentService().GetStatusAsync(declaration, cancellationToken).ConfigureAwait(false);
        if (status.Address is { } address && port is null && string.IsNullOrEmpty(daemonHost))
            return address;
        string container = status.ContainerId ?? declaration.ContainerName ?? throw new MlemException(
            "ContainerNotDeployed",
            MlemErrorCategory.InvalidOperation,
            Messages.FormatNamesNoContainerAndNothingIs(path),
            path,
            Messages.DeployItWithStartMlemDockerContainerOr);
        string? host = string.IsNullOrEmpty(daemonHost) ? declaration.ResolveEnv().Daemon.Host : daemonHost;
        DockerEngine engine = await DockerEngine.ConnectAsync(
            DockerEndpointResolver.Resolve(host), cancellationToken).ConfigureAwait(false);
        await using (engine.ConfigureAwait(false))
        {
            return await FindAsync(
                engine, container, port ?? declaration.Server?.InterfacePort, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The address by which a published port is reached, or null when none is meant.</summary>
    internal static Uri? Address(IReadOnlyList<EnginePort> ports, int? port, string machine)
    {
        EnginePort[] published = [.. ports.Where(p => p is { Protocol: "tcp", HostPort: not null })];
        int? meant = port ?? (published.DistinctBy(p => p.ContainerPort).Count() == 1 ? published[0].ContainerPort : StandardPort);
        EnginePort[] bindings = [.. published.Where(p => p.ContainerPort == meant)];

        // One that listens on every address is reached by the machine's own; IPv4 comes first where both are there.
        EnginePort? chosen = bindings.FirstOrDefault(p => p.HostAddress is null or "" or "0.0.0.0")
            ?? bindings.FirstOrDefault(p => p.HostAddress == "::") ?? bindings.FirstOrDefault();
        return chosen is null
            ? null
            : new UriBuilder(
                "http", chosen.HostAddress is null or "" or "0.0.0.0" or "::" ? machine : chosen.HostAddress, chosen.HostPort!.Value).Uri;
    }

    private static string Machine(DockerEndpoint endpoint) =>
        endpoint.Scheme is EndpointScheme.Tcp or EndpointScheme.Ssh ? endpoint.Host : "127.0.0.1";

    private static MlemException NotPublished(string container, int? port, IReadOnlyList<EnginePort> ports)
    {
        string[] published = [.. ports.Where(p => p.HostPort is not null)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.ContainerPort}/{p.Protocol}")).Distinct()];
        string which = port is null ? Messages.PortOfItsServer : string.Create(CultureInfo.InvariantCulture, $"port {port}");
        string known = published.Length == 0 ? Messages.ItPublishesNone : Messages.FormatItPublishesPublished(string.Join(", ", published));
        return new MlemException(
            "PortNotPublished",
            MlemErrorCategory.InvalidOperation,
            Messages.FormatPortNotPublished(container, which, known),
            container,
            Messages.PortNotPublishedRemedy);
    }
}
