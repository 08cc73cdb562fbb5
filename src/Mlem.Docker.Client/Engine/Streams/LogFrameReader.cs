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

    // What an Engine writes before a line, with a margin: whoever reads a frame's begin has all of it.
    private const int LongestLead = 1024;
    private readonly byte[] _header = new byte[HeaderSize];
    private readonly byte[] _block = new byte[32 * 1024];

    /// <summary>The pieces in order; the bytes are only good until the next piece is asked for.</summary>
    public async IAsyncEnumerable<LogPiece> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            long left = long.MaxValue;
            var source = LogStream.StandardOutput;
            var begins = framed;
            if (framed)
            {
                if (await HeaderAsync(cancellation).ConfigureAwait(false) is not { } frame)
                    yield break;
                (source, left) = frame;
            }

            while (left > 0)
            {
                var block = _block.AsMemory(0, (int)Math.Min(_block.Length, left));
                var least = begins ? Math.Min(LongestLead, block.Length) : 1;
                var count = await stream.ReadAtLeastAsync(block, least, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
                if (count < least && framed)
                    throw new StreamCutException(Messages.ItEndedInMiddleOfFrame);
                if (count == 0)
                    yield break;
                left -= count;
                yield return new LogPiece(source, _block.AsMemory(0, count), begins);
                begins = false;
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

/// <summary>Some of what a container wrote.</summary>
/// <param name="Stream">Where it wrote it.</param>
/// <param name="Bytes">The bytes; they are only good until the next piece is asked for.</param>
/// <param name="Begins">True when a frame begins here: then the Engine has put before it what it puts before a line.</param>
internal readonly record struct LogPiece(LogStream Stream, ReadOnlyMemory<byte> Bytes, bool Begins)
{
    public void Deconstruct(out LogStream stream, out ReadOnlyMemory<byte> bytes) => (stream, bytes) = (Stream, Bytes);
}
