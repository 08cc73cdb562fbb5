using System.Net.Sockets;
using System.Text;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Asks whether something answers HTTP on a container's port; any status will do.</summary>
internal static class HttpProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>The ways from here to a container's port, the surest first.</summary>
    public static IReadOnlyList<(string Host, int Port)> Ways(DockerEndpoint endpoint, EngineContainer container, int port)
    {
        bool local = endpoint.Scheme is EndpointScheme.Unix or EndpointScheme.NamedPipe;
        List<(string, int)> ways = [];
        foreach (EnginePort published in container.Ports.Where(p => p.ContainerPort == port && p is { Protocol: "tcp", HostPort: not null }))
        {
            bool any = published.HostAddress is null or "" or "0.0.0.0" or "::";
            bool loopback = published.HostAddress?.StartsWith("127.", StringComparison.Ordinal) == true || published.HostAddress == "::1";
            if (any)
                ways.Add((local ? published.HostAddress == "::" ? "::1" : "127.0.0.1" : endpoint.Host, published.HostPort!.Value));
            else if (local || !loopback)
                ways.Add((published.HostAddress!, published.HostPort!.Value));
        }

        if (local && container.Networks.ContainsKey("host"))
            ways.Add(("127.0.0.1", port));

        // Only on Linux is the Engine's bridge a network of this machine.
        if (local && OperatingSystem.IsLinux())
            ways.AddRange(container.Networks.Values.Where(a => a.Length > 0).Select(a => (a, port)));
        return [.. ways.OrderBy(w => w.Item1.Contains(':')).Distinct()];
    }

    public static async Task<bool> AnswersAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, limit.Token).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: false);
            await using (stream.ConfigureAwait(false))
                return await AskAsync(stream, port, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>The same over a connection that there is.</summary>
    public static async Task<bool> AnswersAsync(Stream connection, int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            return await AskAsync(connection, port, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static async Task<bool> AskAsync(Stream connection, int port, CancellationToken cancellationToken)
    {
        byte[] request = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
        await connection.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        byte[] answer = new byte[5];
        return await connection.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == answer.Length
            && answer.AsSpan().SequenceEqual("HTTP/"u8);
    }
}
