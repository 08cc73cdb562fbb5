using System.Text;

namespace Mlem.Docker.Engine.Streams;

/// <summary>Walks over the fields of one protobuf message (wire format of protobuf's encoding guide).</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    public int Field { get; private set; }

    /// <summary>Gets the value of a varint or fixed-size field.</summary>
    public ulong Value { get; private set; }

    /// <summary>Gets the bytes of a string, bytes or message field.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Goes to the next field; false at the end, and where the bytes are no protobuf.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty || !Varint(out var tag))
            return false;
        Field = (int)(tag >> 3);
        Bytes = default;
        Value = 0;
        switch (tag & 7)
        {
            case 0:
                if (!Varint(out var number))
                    return false;
                Value = number;
                return true;
            case 1:
                return Take(8);
            case 5:
                return Take(4);
            case 2:
                return Varint(out var length) && length <= (ulong)_rest.Length && Take((int)length);
            default:
                return false;
        }
    }

    private bool Take(int length)
    {
        if (length > _rest.Length)
            return false;
        Bytes = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    private bool Varint(out ulong value)
    {
        value = 0;
        for (var at = 0; at < _rest.Length && at < 10; at++)
        {
            value |= (ulong)(_rest[at] & 0x7F) << (7 * at);
            if (_rest[at] < 0x80)
            {
                _rest = _rest[(at + 1)..];
                return true;
            }
        }

        return false;
    }
}
