using System.Net.Security;
using System.Net.Sockets;

namespace Mlem.Docker.Engine.Transport;

/// <summary>
/// The end of what we send on a connection whose answer is still read. An Engine takes it for the end of the client:
/// it stops the work, and what it had finished by then it still tells.
/// </summary>
internal static class SendingSide
{
    public static async Task CloseAsync(Stream connection)
    {
        try
        {
            switch (connection)
            {
                case NetworkStream plain:
                    plain.Socket.Shutdown(SocketShutdown.Send);
                    break;
                case SslStream secured:
                    await secured.ShutdownAsync().ConfigureAwait(false);
                    break;
                case SshStream ssh:
                    ssh.CloseInput();
                    break;
                default:
                    // A named pipe has no sides: to close it is all that the Engine can notice.
                    await connection.DisposeAsync().ConfigureAwait(false);
                    break;
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It is broken, or was closed at the same moment.
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
