using System.Buffers.Binary;

namespace Mlem.Docker.Python.Pickles;

/// <summary>The bytes of a pickle, read through a buffer; what is large is passed over, by seeking where the stream can.</summary>
internal sealed class PickleInput(Stream stream, PickleClock clock)
{
    private const int MaxLine = 64 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _at;
    private int _length;
    private long _passed;

    /// <summary>Bytes read or passed over.</summary>
    public long Offset => _passed + _at;

    /// <summary>The next byte, or -1 at the end.</summary>
    public int TryByte() => _at < _length || Fill() ? _buffer[_at++] : -1;

    public byte Byte() => TryByte() is >= 0 and int next ? (byte)next : throw Fault(PickleFault.Truncated);

    /// <summary>The next byte, which stays; -1 at the end.</summary>
    public int Peek() => _at < _length || Fill() ? _buffer[_at] : -1;

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    /// <summary>A length of eight bytes; CPython refuses what its own sizes cannot hold.</summary>
    public long Length64() =>
        BinaryPrimitives.ReadInt64LittleEndian(Take(8)) is >= 0 and long length ? length : throw Fault(PickleFault.BadArgument);

    /// <summary>A line without its end; what is longer than <see cref="MaxLine"/> is cut.</summary>
    public byte[] Line(out bool cut)
    {
        using var line = new MemoryStream();
        cut = false;
        while (_at < _length || Fill())
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_at, _length - _at);
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = end < 0 ? rest : rest[..end];
            int room = (int)Math.Min(part.Length, MaxLine - line.Length);
            line.Write(part[..room]);
            cut |= room < part.Length;
            _at += end < 0 ? part.Length : end + 1;
            if (end >= 0)
                return line.ToArray();
        }

        throw Fault(PickleFault.Truncated);
    }

    /// <summary>The first <paramref name="most"/> of so many bytes; the rest is passed over.</summary>
    public byte[] Content(long length, int most)
    {
        byte[] kept = new byte[Math.Min(length, most)];
        for (int done = 0; done < kept.Length;)
        {
            if (_at == _length && !Fill())
                throw Fault(PickleFault.Truncated);
            int part = Math.Min(kept.Length - done, _length - _at);
            _buffer.AsSpan(_at, part).CopyTo(kept.AsSpan(done));
            _at += part;
            done += part;
        }

        Skip(length - kept.Length);
        return kept;
    }

    /// <summary>Passes over bytes.</summary>
    public void Skip(long length)
    {
        if (length < 0)
            throw Fault(PickleFault.BadArgument);
        int here = (int)Math.Min(length, _length - _at);
        _at += here;
        length -= here;
        if (length > 0 && stream.CanSeek)
        {
            if (length > stream.Length - stream.Position)
                throw Fault(PickleFault.Truncated);
            stream.Position += length;
            _passed += length;
            return;
        }

        for (; length > 0; length -= here)
        {
            if (!Fill())
                throw Fault(PickleFault.Truncated);
            here = (int)Math.Min(length, _length);
            _at = here;
        }
    }

    public PickleException Fault(PickleFault fault) => new(fault, Offset);

    private ReadOnlySpan<byte> Take(int length) => Content(length, length);

    private bool Fill()
    {
        clock.Check(Offset);
        _passed += _length;
        _at = 0;
        _length = 0;
        try
        {
            _length = stream.Read(_buffer);
        }
        catch (InvalidDataException)
        {
            throw Fault(PickleFault.BrokenCompression);
        }

        return _length > 0;
    }
}
