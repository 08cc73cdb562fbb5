using System.Buffers.Binary;
using System.Text;

namespace Mlem.Docker.Tests.Inspecting;

/// <summary>Writes pickles opcode by opcode, those too that Python would never write.</summary>
internal sealed class PickleWriter
{
    private readonly MemoryStream _bytes = new();

    public static PickleWriter Protocol(int version) => version == 0 ? new PickleWriter() : new PickleWriter().Op(0x80, (byte)version);

    public PickleWriter Op(params byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public PickleWriter Op(string ascii) => Op(Encoding.Latin1.GetBytes(ascii));

    public PickleWriter Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Op((byte)'X');
        return UInt32((uint)utf8.Length).Op(utf8);
    }

    public PickleWriter Bytes(byte[] bytes)
    {
        Op((byte)'B');
        return UInt32((uint)bytes.Length).Op(bytes);
    }

    public PickleWriter UInt32(uint value)
    {
        byte[] four = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        return Op(four);
    }

    public PickleWriter Global(string module, string name) => Op($"c{module}\n{name}\n");

    public PickleWriter StackGlobal(string module, string name) => Text(module).Text(name).Op(0x93);

    /// <summary>Calls what is on the stack with one text.</summary>
    public PickleWriter Call(string argument) => Text(argument).Op(0x85).Op("R");

    public byte[] End() => Op(".").Bytes();

    public byte[] Bytes() => _bytes.ToArray();
}
