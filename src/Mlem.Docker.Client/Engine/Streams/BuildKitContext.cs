using System.Text;

namespace Mlem.Docker.Engine.Streams;

/// <summary>
/// BuildKit looks only at the first 1024 bytes to see whether the context is a tar. An entry that begins with
/// extended headers (pax) is longer, and the tar would be taken for a Dockerfile (measured on Engine 20.10.24). A
/// plain entry for the root folder before everything else settles it, and changes nothing in the context.
/// </summary>
internal static class BuildKitContext
{
    private const int BlockSize = 512;

    public static Func<Stream, CancellationToken, Task> Prefixed(Func<Stream, CancellationToken, Task> writeContext) =>
        async (stream, cancellation) =>
        {
            await stream.WriteAsync(RootEntry(), cancellation).ConfigureAwait(false);
            await writeContext(stream, cancellation).ConfigureAwait(false);
        };

    /// <summary>The ustar header of the folder <c>./</c> with mode 755, owned by root, of the year 1970.</summary>
    internal static byte[] RootEntry()
    {
        var header = new byte[BlockSize];
        void Put(int at, string text) => Encoding.ASCII.GetBytes(text).CopyTo(header, at);
        Put(0, "./");
        Put(100, "0000755\0");
        Put(108, "0000000\0");
        Put(116, "0000000\0");
        Put(124, "00000000000\0");
        Put(136, "00000000000\0");
        Put(148, "        ");
        Put(156, "5");
        Put(257, "ustar\0");
        Put(263, "00");
        var sum = header.Sum(value => value);
        Put(148, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        return header;
    }
}
