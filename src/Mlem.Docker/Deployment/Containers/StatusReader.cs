using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Puts together what a state, its container and the model on disk tell.</summary>
internal static class StatusReader
{
    public static async Task<DockerContainerStatus> ReadAsync(
        DeploymentSession session, DockerContainerState? state, DeploymentAction? action, CancellationToken cancellationToken)
    {
        EngineContainer? container = await session.FindAsync(state, cancellationToken).ConfigureAwait(false);
        return From(session, state, container, action);
    }

    public static DockerContainerStatus From(
        DeploymentSession session, DockerContainerState? state, EngineContainer? container, DeploymentAction? action)
    {
        (string? path, bool? changed) = Model(state);
        bool ended = container is { IsRunning: false, StartedAt: not null };
        return new DockerContainerStatus
        {
            Name = container?.Name ?? state?.ContainerName ?? session.Deployment.ContainerName,
            Status = state?.ContainerId is null ? DeploymentStatus.NotDeployed
                : container is null ? DeploymentStatus.Unknown
                : DeploymentStatuses.FromContainerState(container.State),
            Action = action,
            State = container?.State,
            Health = container?.Health,
            StartedAt = container?.StartedAt,
            Uptime = container is { IsRunning: true, StartedAt: { } since } ? DateTime.UtcNow - since : null,
            Restarts = container?.RestartCount ?? 0,
            ExitCode = ended ? container!.ExitCode : null,
            OutOfMemory = container?.OutOfMemory ?? false,
            Ports = container?.Ports ?? [],
            Address = container is { IsRunning: true } ? Address(session, container) : null,
            Image = state?.Image?.Uri ?? container?.Image,
            ImageId = container?.ImageId ?? state?.Image?.ImageId,
            ModelHash = state?.ModelHash,
            ModelChanged = changed,
            ModelPath = path,
            ContainerId = state?.ContainerId,
            Path = session.Deployment.Path,
            DaemonHost = session.Env.Daemon.Host,
            Deployment = session.Deployment,
        };
    }

    /// <summary>The port inside that answers MLEM's HTTP interface; null for a server without one.</summary>
    public static int? InterfacePort(DeploymentSession session, IReadOnlyDictionary<string, string> imageLabels)
    {
        if (session.Deployment.Server is { } server)
            return server.InterfacePort;
        try
        {
            return imageLabels.TryGetValue(Building.ImageLabels.Server, out string? type) ? Server.OfType(type).InterfacePort : null;
        }
        catch (MlemException)
        {
            // A server that has no defaults: nothing tells its port.
            return null;
        }
    }

    public static (string? Path, bool? Changed) Model(DockerContainerState? state)
    {
        // A model of a revision is not the file that lies there now.
        if (state?.ModelPath is not { } path || state.ModelRevision is not null)
            return (null, null);
        try
        {
            string file = state.ModelProject is { } project && Uri.TryCreate(project, UriKind.Absolute, out Uri? uri)
                ? uri.IsFile ? System.IO.Path.Combine(uri.LocalPath, path) : throw new UriFormatException()
                : path;
            return (file, File.Exists(file) ? MlemModel.Load(file).Hash != state.ModelHash : null);
        }
        catch (Exception e) when (e is MlemException or UriFormatException or IOException)
        {
            return (path, null);
        }
    }

    private static Uri? Address(DeploymentSession session, EngineContainer container)
    {
        if (InterfacePort(session, container.Labels) is not { } port)
            return null;
        (string host, int number) = HttpProbe.Ways(session.Engine.Endpoint, container, port).FirstOrDefault();
        return host is null ? null : new UriBuilder(Uri.UriSchemeHttp, host, number).Uri;
    }
}
