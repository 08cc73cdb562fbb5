using System.Globalization;
using Mlem.Docker.Engine;
using Mlem.Docker.Metadata;
using Mlem.Docker.Predicting;

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
        EngineContainer found = await RunningAsync(engine, container, cancellationToken).ConfigureAwait(false);
        return Address(found.Ports, port, Machine(engine.Endpoint)) ?? throw NotPublished(container, port, found.Ports);
    }

    /// <summary>
    /// Makes a client for a running container's server. Where its port is not published, or does not lead to it from here,
    /// its connections are opened inside the container, by the Engine.
    /// </summary>
    /// <param name="daemonHost">The Engine's address; null or empty for the usual one.</param>
    /// <param name="container">The container's name or id.</param>
    /// <param name="port">The port inside the container; null as in <see cref="FindAsync"/>.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="MlemException">As in <see cref="FindAsync"/>.</exception>
    public static Task<MlemServerClient> OpenAsync(
        string? daemonHost, string container, int? port, MlemServerClientOptions options, CancellationToken cancellationToken = default) =>
        WithEngineAsync(
            daemonHost,
            options,
            async engine =>
            {
                EngineContainer found = await RunningAsync(engine, container, cancellationToken).ConfigureAwait(false);
                if (Choose(found.Ports, port) is { } chosen)
                {
                    return await ServerRoute.OpenAsync(
                        engine, found, chosen.ContainerPort, Address(chosen, Machine(engine.Endpoint)), options, cancellationToken).ConfigureAwait(false);
                }

                return await ServerRoute.OpenInsideAsync(engine, found, port ?? StandardPort, options, cancellationToken).ConfigureAwait(false)
                    ?? throw NotPublished(container, port, found.Ports);
            },
            cancellationToken);

    /// <summary>Makes a client for the server of a deployment, as for a container by its name.</summary>
    /// <param name="status">The deployment's status.</param>
    /// <param name="daemonHost">The Engine's address; null or empty for the status's own.</param>
    /// <param name="port">The port inside the container; null for the server's.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="MlemException">ContainerNotDeployed, or as in <see cref="FindAsync"/>.</exception>
    public static async Task<MlemServerClient> OpenAsync(
        DockerContainerStatus status, string? daemonHost, int? port, MlemServerClientOptions options, CancellationToken cancellationToken = default)
    {
        string? host = string.IsNullOrEmpty(daemonHost) ? status.DaemonHost : daemonHost;
        if (status.Address is not { } address || port is not null || status.ContainerId is not { } id)
        {
            string container = status.ContainerId ?? status.Name ?? throw NotDeployed(status);
            return status.Address is { } known && port is null
                ? new MlemServerClient(known, options)
                : await OpenAsync(host, container, port ?? status.Deployment?.Server?.InterfacePort, options, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await WithEngineAsync(
                host,
                options,
                async engine =>
                {
                    EngineContainer found = await RunningAsync(engine, id, cancellationToken).ConfigureAwait(false);
                    int inside = found.Ports.FirstOrDefault(p => p.HostPort == address.Port)?.ContainerPort ?? address.Port;
                    return await ServerRoute.OpenAsync(engine, found, inside, address, options, cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException unreachable) when (unreachable.ErrorId == "EngineUnreachable")
        {
            // A status may come from elsewhere: its address is tried as it is.
            return new MlemServerClient(address, options);
        }
    }

    /// <summary>Makes a client for the server that was deployed from a declaration, as for a container by its name.</summary>
    /// <param name="path">The declaration's file; the ending .mlem may be left out.</param>
    /// <param name="daemonHost">The Engine's address; null or empty for that of the declaration's environment.</param>
    /// <param name="port">The port inside the container; null for that of the declared server.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="MlemException">NotADeployment, ContainerNotDeployed, or as in <see cref="FindAsync"/>.</exception>
    public static async Task<MlemServerClient> OpenDeclaredAsync(
        string path, string? daemonHost, int? port, MlemServerClientOptions options, CancellationToken cancellationToken = default)
    {
        DockerContainer declaration = Declaration(path);
        DockerContainerStatus status = await new ContainerOperations().GetStatusAsync(declaration, cancellationToken).ConfigureAwait(false);
        if (status.Address is not null && port is null && string.IsNullOrEmpty(daemonHost))
            return await OpenAsync(status, null, null, options, cancellationToken).ConfigureAwait(false);
        string container = status.ContainerId ?? declaration.ContainerName ?? throw NothingDeployed(path);
        string? host = string.IsNullOrEmpty(daemonHost) ? declaration.ResolveEnv().Daemon.Host : daemonHost;
        return await OpenAsync(host, container, port ?? declaration.Server?.InterfacePort, options, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<MlemServerClient> WithEngineAsync(
        string? daemonHost, MlemServerClientOptions options, Func<DockerEngine, Task<MlemServerClient>> open, CancellationToken cancellationToken)
    {
        DockerEngine engine = await DockerEngine.ConnectAsync(
            DockerEndpointResolver.Resolve(daemonHost), new EngineTimeouts(), options.Observer, cancellationToken).ConfigureAwait(false);
        try
        {
            return await open(engine).ConfigureAwait(false);
        }
        catch
        {
            await engine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<EngineContainer> RunningAsync(DockerEngine engine, string container, CancellationToken cancellationToken)
    {
        EngineContainer found = await engine.Containers.FindContainerAsync(container, cancellationToken).ConfigureAwait(false)
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

        return found;
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
        DockerContainer declaration = Declaration(path);
        DockerContainerStatus status = await new ContainerOperations().GetStatusAsync(declaration, cancellationToken).ConfigureAwait(false);
        if (status.Address is { } address && port is null && string.IsNullOrEmpty(daemonHost))
            return address;
        string container = status.ContainerId ?? declaration.ContainerName ?? throw NothingDeployed(path);
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
    internal static Uri? Address(IReadOnlyList<EnginePort> ports, int? port, string machine) =>
        Choose(ports, port) is { } chosen ? Address(chosen, machine) : null;

    private static EnginePort? Choose(IReadOnlyList<EnginePort> ports, int? port)
    {
        EnginePort[] published = [.. ports.Where(p => p is { Protocol: "tcp", HostPort: not null })];
        int? meant = port ?? (published.DistinctBy(p => p.ContainerPort).Count() == 1 ? published[0].ContainerPort : StandardPort);
        EnginePort[] bindings = [.. published.Where(p => p.ContainerPort == meant)];

        // One that listens on every address is reached by the machine's own; IPv4 comes first where both are there.
        return bindings.FirstOrDefault(p => p.HostAddress is null or "" or "0.0.0.0")
            ?? bindings.FirstOrDefault(p => p.HostAddress == "::") ?? bindings.FirstOrDefault();
    }

    private static Uri Address(EnginePort port, string machine) => new UriBuilder(
        "http", port.HostAddress is null or "" or "0.0.0.0" or "::" ? machine : port.HostAddress, port.HostPort!.Value).Uri;

    private static DockerContainer Declaration(string path) => MlemObjectReader.Read(path) as DockerContainer ?? throw new MlemException(
        "NotADeployment", MlemErrorCategory.InvalidData, Messages.FormatNotADeployment(path), path, Messages.NotADeploymentRemedy);

    private static MlemException NothingDeployed(string path) => new(
        "ContainerNotDeployed",
        MlemErrorCategory.InvalidOperation,
        Messages.FormatNamesNoContainerAndNothingIs(path),
        path,
        Messages.DeployItWithStartMlemDockerContainerOr);

    private static MlemException NotDeployed(DockerContainerStatus status) => new(
        "ContainerNotDeployed",
        MlemErrorCategory.InvalidOperation,
        Messages.FormatDeploymentHasNoContainer(status),
        status,
        Messages.DeployItWithStartMlemDockerContainer);

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
