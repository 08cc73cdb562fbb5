using System.Net.Sockets;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Predicting;

/// <summary>
/// The way from here to a container's server: its published port where that leads to the container, else the Engine, which
/// opens the connection inside the container.
/// </summary>
internal static class ServerRoute
{
    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Inside = TimeSpan.FromSeconds(2);

    /// <summary>Opens the way.</summary>
    /// <param name="engine">The Engine that runs the container; the client ends it.</param>
    /// <param name="container">The container.</param>
    /// <param name="port">The server's port inside.</param>
    /// <param name="address">Where the port is published, or else reached on this machine.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A client.</returns>
    public static async Task<MlemServerClient> OpenAsync(
        DockerEngine engine, EngineContainer container, int port, Uri address, MlemServerClientOptions options, CancellationToken cancellationToken)
    {
        if (ClientView.IsOwn(engine.Endpoint, container.Gateways)
            && await ConnectsAsync(address, cancellationToken).ConfigureAwait(false))
        {
            return new MlemServerClient(address, options) { Owned = engine };
        }

        return await OpenInsideAsync(engine, container, port, address, options, cancellationToken).ConfigureAwait(false)
            ?? new MlemServerClient(address, options) { Owned = engine };
    }

    /// <summary>Opens the way through the Engine to a port that is not published.</summary>
    /// <param name="engine">The Engine that runs the container; the client ends it.</param>
    /// <param name="container">The container.</param>
    /// <param name="port">The server's port inside.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A client, or null where nothing listens there or the container cannot be asked from inside.</returns>
    public static Task<MlemServerClient?> OpenInsideAsync(
        DockerEngine engine, EngineContainer container, int port, MlemServerClientOptions options, CancellationToken cancellationToken) =>
        OpenInsideAsync(engine, container, port, new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri, options, cancellationToken);

    private static async Task<MlemServerClient?> OpenInsideAsync(
        DockerEngine engine, EngineContainer container, int port, Uri address, MlemServerClientOptions options, CancellationToken cancellationToken)
    {
        TunnelAttempt attempt = await engine.Inside.ConnectInsideAsync(container.Id, port, Inside, cancellationToken).ConfigureAwait(false);
        if (attempt.Connection is not { } first)
            return null;
        options.Observer.Verbose(Messages.FormatServerIsReachedThroughEngine(port, container.Name));
        Stream? waiting = first;
        return new MlemServerClient(address, options with
        {
            Connect = async stop => Interlocked.Exchange(ref waiting, null)
                ?? (await engine.Inside.ConnectInsideAsync(container.Id, port, Inside, stop).ConfigureAwait(false)).Connection
                ?? throw new IOException(Messages.FormatNothingListensInside(port)),
        })
        {
            Owned = engine,
        };
    }

    private static async Task<bool> ConnectsAsync(Uri address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Trial);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.IdnHost, address.Port, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
