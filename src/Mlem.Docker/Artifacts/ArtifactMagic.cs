namespace Mlem.Docker.Artifacts;

/// <summary>Tells by its first bytes what a file is.</summary>
internal static class ArtifactMagic
{
    private const int Length = 512;
    private const int TarMagic = 257;

    /// <summary>Looks at the first bytes of a stream, and goes back.</summary>
    public static ArtifactKind Of(Stream stream)
    {
        long start = stream.Position;
        byte[] head = new byte[Length];
        int read = stream.ReadAtLeast(head, Length, throwOnEndOfStream: false);
        stream.Position = start;
        return Of(head.AsSpan(0, read));
    }

    private static ArtifactKind Of(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8))
            return ArtifactKind.Zip;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']))
            return ArtifactKind.Npy;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            return ArtifactKind.Gzip;
        if (head.StartsWith("BZh"u8))
            return ArtifactKind.Bzip2;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]))
            return ArtifactKind.Xz;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x5d, 0, 0]))
            return ArtifactKind.Lzma;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x04, 0x22, 0x4d, 0x18]))
            return ArtifactKind.Lz4;
        // The first two bytes of zlib's data are a multiple of 31 (RFC 1950).
        if (head.Length >= 2 && head[0] == 0x78 && ((head[0] << 8) | head[1]) % 31 == 0)
            return ArtifactKind.Zlib;
        return head.Length >= TarMagic + 5 && head[TarMagic..].StartsWith("ustar"u8) ? ArtifactKind.Tar : ArtifactKind.Pickle;
    }
}
