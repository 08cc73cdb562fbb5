using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Mlem.Docker.Artifacts;

/// <summary>
/// The entries of a zip file as its central directory lists them. What the local headers say otherwise is refused: programs
/// that read the one and those that read the other would see different files.
/// </summary>
internal sealed class ZipDirectory
{
    private const int EndLength = 22;
    private const int MaxComment = 65535;
    private const int MaxEntries = 200_000;
    private const int MaxDirectory = 32 * 1024 * 1024;
    private const uint None32 = uint.MaxValue;

    private readonly Stream _zip;

    private ZipDirectory(Stream zip, IReadOnlyList<ZipEntry> entries)
    {
        _zip = zip;
        Entries = entries;
    }

    public IReadOnlyList<ZipEntry> Entries { get; }

    /// <exception cref="InvalidDataException">It is no whole zip file.</exception>
    public static ZipDirectory Read(Stream zip)
    {
        byte[] tail = At(zip, Math.Max(zip.Length - EndLength - MaxComment, 0), (int)Math.Min(zip.Length, EndLength + MaxComment));
        int end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < EndLength)
            throw new InvalidDataException(Messages.ZipDirectoryBroken);
        ReadOnlySpan<byte> record = tail.AsSpan(end);
        long count = UInt16(record, 10), size = UInt32(record, 12), start = UInt32(record, 16);
        if (count == ushort.MaxValue || size == None32 || start == None32)
            (count, size, start) = Zip64(zip, zip.Length - tail.Length + end);
        if (count > MaxEntries || size > MaxDirectory || start < 0 || size < 0 || start > zip.Length - size)
            throw new InvalidDataException(Messages.ZipDirectoryBroken);
        List<ZipEntry> entries = Entry(At(zip, start, (int)size), count);
        // Entries that share their bytes make much of little.
        if (entries.Sum(e => (decimal)e.Compressed) > zip.Length)
            throw new InvalidDataException(Messages.ZipDirectoryBroken);
        return new ZipDirectory(zip, entries);
    }

    /// <summary>Opens an entry.</summary>
    /// <exception cref="InvalidDataException">Its local header is another's, or its compression is not known.</exception>
    public Stream Open(ZipEntry entry)
    {
        byte[] header = At(_zip, entry.Header, 30);
        if (!header.AsSpan().StartsWith("PK\u0003\u0004"u8))
            throw new InvalidDataException(Messages.ZipHeadersDiffer);
        int name = UInt16(header, 26), extra = UInt16(header, 28);
        if (Encoding.UTF8.GetString(At(_zip, entry.Header + 30, name)) != entry.Name || UInt16(header, 8) != entry.Method)
            throw new InvalidDataException(Messages.ZipHeadersDiffer);
        long start = entry.Header + 30 + name + extra;
        if (entry.Compressed < 0 || start > _zip.Length - entry.Compressed)
            throw new InvalidDataException(Messages.ZipDirectoryBroken);
        var part = new PartStream(_zip, start, entry.Compressed);
        return entry.Method switch
        {
            0 => part,
            8 => new DeflateStream(part, CompressionMode.Decompress),
            _ => throw new InvalidDataException(Messages.ZipCompressionUnknown),
        };
    }

    private static (long Count, long Size, long Start) Zip64(Stream zip, long end)
    {
        byte[] locator = end >= 20 ? At(zip, end - 20, 20) : throw new InvalidDataException(Messages.ZipDirectoryBroken);
        if (!locator.AsSpan().StartsWith("PK\u0006\u0007"u8))
            throw new InvalidDataException(Messages.ZipDirectoryBroken);
        byte[] record = At(zip, Int64(locator, 8), 56);
        return record.AsSpan().StartsWith("PK\u0006\u0006"u8)
            ? (Int64(record, 32), Int64(record, 40), Int64(record, 48)) : throw new InvalidDataException(Messages.ZipDirectoryBroken);
    }

    private static List<ZipEntry> Entry(byte[] directory, long count)
    {
        var entries = new List<ZipEntry>();
        int at = 0;
        for (; entries.Count < count; at += 46 + UInt16(directory, at + 28) + UInt16(directory, at + 30) + UInt16(directory, at + 32))
        {
            if (directory.Length - at < 46 || !directory.AsSpan(at).StartsWith("PK\u0001\u0002"u8))
                throw new InvalidDataException(Messages.ZipDirectoryBroken);
            int name = UInt16(directory, at + 28), extra = UInt16(directory, at + 30);
            if (directory.Length - at < 46 + name + extra)
                throw new InvalidDataException(Messages.ZipDirectoryBroken);
            entries.Add(Large(
                directory.AsSpan(at + 46 + name, extra),
                new ZipEntry(
                    Encoding.UTF8.GetString(directory, at + 46, name), UInt16(directory, at + 10), UInt32(directory, at + 20),
                    UInt32(directory, at + 24), UInt32(directory, at + 42))));
        }

        return entries;
    }

    // Sizes over 4 GiB stand in an extra field, in this order, each where it does not fit in its own.
    private static ZipEntry Large(ReadOnlySpan<byte> extra, ZipEntry entry)
    {
        while (extra.Length >= 4)
        {
            int id = UInt16(extra, 0), size = Math.Min(UInt16(extra, 2), extra.Length - 4);
            ReadOnlySpan<byte> field = extra.Slice(4, size);
            extra = extra[(4 + size)..];
            if (id != 1)
                continue;
            long length = Next(entry.Length, ref field), compressed = Next(entry.Compressed, ref field), header = Next(entry.Header, ref field);
            return entry with { Length = length, Compressed = compressed, Header = header };
        }

        return entry;
    }

    private static long Next(long value, ref ReadOnlySpan<byte> field)
    {
        if (value != None32 || field.Length < 8)
            return value;
        long large = Int64(field, 0);
        field = field[8..];
        return large;
    }

    private static byte[] At(Stream zip, long start, int length)
    {
        if (start < 0 || start > zip.Length - length)
            throw new InvalidDataException(Messages.ArchiveIsCut);
        byte[] bytes = new byte[length];
        zip.Position = start;
        zip.ReadExactly(bytes);
        return bytes;
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, int at) =>
        at + 2 <= bytes.Length ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : throw new InvalidDataException(Messages.ArchiveIsCut);

    private static long UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
