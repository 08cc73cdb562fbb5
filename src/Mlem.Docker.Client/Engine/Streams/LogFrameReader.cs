using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine.Streams;

/// <summary>
/// Takes Docker's multiplexed stream apart: frames of a header (stream, three zeroes, length as big-endian 32 bits)
/// and their bytes. With a terminal there are no frames. A frame may cut a line or a character.
/// </summary>
internal sealed class LogFrameReader(Stream stream, bool framed)
{
    private const int HeaderSize = 8;
    private readonly byte[] _header = new byte[HeaderSize];
    private readonly byte[] _block = new byte[32 * 1024];

    /// <summary>The pieces in order; the bytes are only good until the next piece is asked for.</summary>
    public async IAsyncEnumerable<(LogStream Stream, ReadOnlyMemory<byte> Bytes)> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            long left = long.MaxValue;
            var source = LogStream.StandardOutput;
            if (framed)
            {
                if (await HeaderAsync(cancellation).ConfigureAwait(false) is not { } frame)
                    yield break;
                (source, left) = frame;
            }

            while (left > 0)
            {
                var count = await stream.ReadAsync(_block.AsMemory(0, (int)Math.Min(_block.Length, left)), cancellation).ConfigureAwait(false);
                if (count == 0 && framed)
                    throw new StreamCutException(Messages.ItEndedInMiddleOfFrame);
                if (count == 0)
                    yield break;
                left -= count;
                yield return (source, _block.AsMemory(0, count));
            }
        }
    }

    private async Task<(LogStream Source, long Length)?> HeaderAsync(CancellationToken cancellation)
    {
        var count = await stream.ReadAtLeastAsync(_header, HeaderSize, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        if (count == 0)
            return null;
        if (count < HeaderSize)
            throw new StreamCutException(Messages.ItEndedInMiddleOfFrame);
        // 3 is the Engine's own error inside the stream.
        if (_header[0] > 3 || _header[1] != 0 || _header[2] != 0 || _header[3] != 0)
            throw new ProtocolBrokenException(Messages.FrameOfStreamBeginsWithUnknown);
        var length = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(4));
        return (_header[0] >= 2 ? LogStream.StandardError : LogStream.StandardOutput, length);
    }
}
