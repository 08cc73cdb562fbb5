using System.Buffers.Binary;
using System.Text;

namespace Mlem.Docker.Requirements;

/// <summary>The bytes of a pickle. After its end everything is zero, and <see cref="Ended"/> says so.</summary>
internal sealed class PickleInput(Stream stream)
{
    private const int MaxLine = 1024;
    private const int MaxKept = 16 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _at;
    private int _length;
    private int _kept;

    public bool Ended { get; private set; }

    /// <summary>The next byte; -1 at the end.</summary>
    public int Byte()
    {
        if (_at == _length)
        {
            _length = stream.Read(_buffer);
            _at = 0;
            if (_length == 0)
            {
                Ended = true;
                return -1;
            }
        }

        return _buffer[_at++];
    }

    public long UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Fixed(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Fixed(8));

    /// <summary>A line's text; what is longer than a name can be is cut.</summary>
    public string Line()
    {
        var line = new StringBuilder();
        for (int next = Byte(); next is not ('\n' or -1); next = Byte())
        {
            if (line.Length < MaxLine)
                line.Append((char)next);
        }

        return line.ToString();
    }

    /// <summary>So many bytes; null where they are more than <paramref name="most"/>, or where enough has been kept already.</summary>
    public byte[]? Content(long length, int most)
    {
        if (length < 0 || length > most || _kept > MaxKept)
        {
            Skip(length);
            return null;
        }

        _kept += (int)length;
        return Fixed((int)length);
    }

    /// <summary>Passes over bytes without reading them.</summary>
    public void Skip(long length)
    {
        int here = (int)Math.Clamp(length, 0, _length - _at);
        _at += here;
        long rest = length - here;
        if (rest < 0 || rest > stream.Length - stream.Position)
            Ended = true;
        else
            stream.Position += rest;
    }

    private byte[] Fixed(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
            bytes[i] = (byte)Math.Max(Byte(), 0);
        return bytes;
    }
}
