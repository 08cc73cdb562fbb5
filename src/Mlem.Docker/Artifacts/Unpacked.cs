using System.Buffers.Binary;
using System.IO.Compression;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.LZMA;
using SharpCompress.Compressors.Xz;

namespace Mlem.Docker.Artifacts;

/// <summary>Unpacks a file that is compressed as a whole, as joblib does.</summary>
internal static class Unpacked
{
    // More than the highest level of xz needs; the decoder takes so much memory.
    private const long MaxDictionary = 64 * 1024 * 1024;

    /// <summary>The unpacked content; null for a compression that is not read.</summary>
    /// <exception cref="InvalidDataException">It is not compressed so.</exception>
    public static Stream? Open(ArtifactKind kind, Stream packed)
    {
        try
        {
            return kind switch
            {
                ArtifactKind.Gzip => new GuardedStream(new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true)),
                ArtifactKind.Zlib => new GuardedStream(new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true)),
                ArtifactKind.Bzip2 => new GuardedStream(
                    BZip2Stream.Create(packed, SharpCompress.Compressors.CompressionMode.Decompress, decompressConcatenated: false, leaveOpen: true)),
                ArtifactKind.Xz => new GuardedStream(Xz(packed)),
                ArtifactKind.Lzma => new GuardedStream(Lzma(packed)),
                _ => null,
            };
        }
        catch (Exception e) when (GuardedStream.IsContent(e))
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    // Thirteen bytes before it: properties, the dictionary's size, the content's size (-1 where its end is marked).
    private static LzmaStream Lzma(Stream packed)
    {
        byte[] header = new byte[13];
        packed.ReadExactly(header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(1)) > MaxDictionary)
            throw new InvalidDataException(Messages.DictionaryTooLarge);
        return LzmaStream.Create(header[..5], packed, -1, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(5)), leaveOpen: true);
    }

    // The first block's header names LZMA2 (0x21), the length of its property and the exponent of the dictionary's size.
    private static XZStream Xz(Stream packed)
    {
        long start = packed.Position;
        byte[] head = new byte[64];
        int read = packed.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        packed.Position = start;
        int filter = head.AsSpan(12, Math.Max(read - 13, 0)).IndexOf((ReadOnlySpan<byte>)[0x21, 0x01]);
        if (filter >= 0 && head[12 + filter + 2] is var exponent && (2L | (exponent & 1L)) << ((exponent / 2) + 11) > MaxDictionary)
            throw new InvalidDataException(Messages.DictionaryTooLarge);
        return new XZStream(packed);
    }
}
