namespace Mlem.Docker.Engine.Tests.Faults;

/// <summary>Reads HTTP from a stream without losing what came with it.</summary>
internal sealed class WireReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next bytes, empty at the end.</summary>
    public async Task<ReadOnlyMemory<byte>> SomeAsync(CancellationToken cancellation)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = await stream.ReadAsync(_buffer, cancellation);
        }

        var some = _buffer.AsMemory(_start, _end - _start);
        _start = _end;
        return some;
    }

    /// <summary>Gives the last bytes of what <see cref="SomeAsync"/> answered back.</summary>
    public void Unread(int count) => _start -= count;

    public async Task<byte[]> ExactlyAsync(int count, CancellationToken cancellation)
    {
        var bytes = new List<byte>(count);
        while (bytes.Count < count)
        {
            var some = await SomeAsync(cancellation);
            if (some.Length == 0)
                throw new EndOfStreamException();
            var wanted = Math.Min(some.Length, count - bytes.Count);
            bytes.AddRange(some.Span[..wanted]);
            Unread(some.Length - wanted);
        }

        return [.. bytes];
    }

    /// <summary>All bytes up to and with a mark.</summary>
    public async Task<byte[]> UntilAsync(byte[] mark, CancellationToken cancellation)
    {
        var bytes = new List<byte>();
        while (bytes.Count < mark.Length || !bytes.TakeLast(mark.Length).SequenceEqual(mark))
            bytes.AddRange(await ExactlyAsync(1, cancellation));
        return [.. bytes];
    }
}
