using System.IO.Pipes;
using System.Net.Security;
using System.Net.Sockets;

namespace Mlem.Docker.Engine.Transport;

/// <summary>Opens a fresh stream of bytes to the Engine, whatever the endpoint's scheme.</summary>
internal sealed class EngineDialer(DockerEndpoint endpoint, EngineTimeouts timeouts, IOperationObserver? observer = null)
{
    private static readonly TimeSpan LeastForSsh = TimeSpan.FromSeconds(30);

    public DockerEndpoint Endpoint => endpoint;

    /// <summary>Tells what was asked, without what may be a secret: the values after the path are the request's own.</summary>
    public void Tell(string method, string path, int status) => observer?.Debug($"{method} {path.Split('?')[0]} → {status}");

    /// <exception cref="MlemException"><c>EngineUnreachable</c>, with the endpoint and what to try.</exception>
    public async Task<Stream> DialAsync(CancellationToken cancellation)
    {
        var limit = endpoint.Scheme == EndpointScheme.Ssh && timeouts.Connect < LeastForSsh ? LeastForSsh : timeouts.Connect;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit);
        try
        {
            return endpoint.Scheme switch
            {
                EndpointScheme.Unix => await UnixAsync(timer.Token).ConfigureAwait(false),
                EndpointScheme.NamedPipe => await PipeAsync(timer.Token).ConfigureAwait(false),
                EndpointScheme.Ssh => SshStream.Start(endpoint),
                _ => await TcpAsync(timer.Token).ConfigureAwait(false),
            };
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw EngineErrors.Unreachable(endpoint, Messages.FormatItDidNotTakeConnectionWithin($"{limit.TotalSeconds:0}"), error);
        }
        catch (Exception error) when (error is SocketException or IOException or UnauthorizedAccessException
            or System.Security.Authentication.AuthenticationException or System.ComponentModel.Win32Exception)
        {
            throw EngineErrors.Unreachable(endpoint, EngineErrors.Reason(error), error);
        }
    }

    private async Task<Stream> UnixAsync(CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            var address = new UnixDomainSocketEndPoint(endpoint.SocketPath!);
            await socket.ConnectAsync(address, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (ArgumentOutOfRangeException error)
        {
            // A path longer than the operating system's sun_path.
            socket.Dispose();
            throw new IOException(Messages.PathOfSocketIsLongerThan, error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> PipeAsync(CancellationToken cancellation)
    {
        var pipe = new NamedPipeClientStream(endpoint.Host, endpoint.SocketPath!, PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            await pipe.ConnectAsync(cancellation).ConfigureAwait(false);
            return pipe;
        }
        catch
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<Stream> TcpAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            // A dead peer is found after about a minute and a half, however silent the stream is.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 45);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 15);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellation).ConfigureAwait(false);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (endpoint.Tls is not { } tls)
                return stream;
            var secured = new SslStream(stream, leaveInnerStreamOpen: false);
            stream = secured;
            var options = EngineTlsOptions.Create(endpoint, tls);
            await secured.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);
            return secured;
        }
        catch
        {
            if (stream is not null)
                await stream.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();
            throw;
        }
    }
}
