using System.Buffers;
using System.Threading.Channels;

namespace Mlem.Docker.Context;

/// <summary>
/// An entry's content, read and hashed a few blocks ahead of whoever takes it, so that reading, hashing and sending go on
/// at the same time. The blocks come from the shared pool: their number is fixed, whatever the file's size. Holes are given
/// as the zeros that they mean and not read from disk. Exactly the length that was promised is given; a file that has
/// another one fails.
/// </summary>
internal sealed class ReadAheadStream : Stream
{
    private const int BlockSize = 256 * 1024;
    private const int BlocksAhead = 3;

    private readonly ContextEntry _entry;
    private readonly ContentDigest? _digest;
    private readonly CancellationTokenSource _stop;
    private readonly Channel<(byte[] Buffer, int Count)> _blocks =
        Channel.CreateBounded<(byte[], int)>(new BoundedChannelOptions(BlocksAhead) { SingleReader = true, SingleWriter = true });

    private readonly bool _small;
    private readonly Task _reading;
    private byte[]? _block;
    private long _dataEnd;
    private int _start;
    private int _count;
    private long _position;

    public ReadAheadStream(ContextEntry entry, ContentDigest? digest, CancellationToken cancellationToken)
    {
        _entry = entry;
        _digest = digest;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A file of one block is read at once: another thread would cost more than it saves.
        _small = entry.Length <= BlockSize;
        _reading = _small ? FillAsync() : Task.Run(FillAsync, CancellationToken.None);
    }

    public override bool CanRead => true;

    // The tar writer asks a stream that can be sought for its length, and copies one that cannot to memory first.
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _entry.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Waits until the file's end was seen and judged.</summary>
    public Task FinishAsync() => _reading;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_count == 0 && !await NextAsync(cancellationToken).ConfigureAwait(false))
            return 0;
        int count = Math.Min(buffer.Length, _count);
        _block.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        _count -= count;
        _position += count;
        return count;
    }

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        while (_count > 0 || await NextAsync(cancellationToken).ConfigureAwait(false))
        {
            await destination.WriteAsync(_block.AsMemory(_start, _count), cancellationToken).ConfigureAwait(false);
            _position += _count;
            _count = 0;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Return(ref _block);
        while (_blocks.Reader.TryRead(out (byte[] Buffer, int Count) left))
            ArrayPool<byte>.Shared.Return(left.Buffer);
        _stop.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task FillAsync()
    {
        try
        {
            Stream source = _entry.Open();
            await using (source.ConfigureAwait(false))
            {
                long total = 0;
                while (await NextBlockAsync(source, total).ConfigureAwait(false) is (byte[] block, > 0 and int count))
                {
                    total += count;
                    if (total > _entry.Length)
                    {
                        ArrayPool<byte>.Shared.Return(block);
                        throw FileCopy.SizeChanged(_entry, Math.Max(total, source.Length));
                    }

                    _digest?.Append(block.AsSpan(0, count));
                    await _blocks.Writer.WriteAsync((block, count), _stop.Token).ConfigureAwait(false);
                }

                if (total != _entry.Length)
                    throw FileCopy.SizeChanged(_entry, total);
            }

            _blocks.Writer.Complete();
        }
        catch (Exception failure)
        {
            _blocks.Writer.Complete(failure);
            throw;
        }
    }

    private Task<(byte[]? Block, int Count)> NextBlockAsync(Stream source, long position)
    {
        if (_small || source is not FileStream file || position < _dataEnd)
            return ReadBlockAsync(source);
        long length = Math.Min(_entry.Length, file.Length);
        long data = FileHoles.NextData(file.SafeFileHandle, position, length);
        if (data - position < BlockSize)
        {
            _dataEnd = FileHoles.NextHole(file.SafeFileHandle, data, length);
            return ReadBlockAsync(source);
        }

        byte[] zeros = ArrayPool<byte>.Shared.Rent(BlockSize);
        zeros.AsSpan(0, BlockSize).Clear();
        file.Position = position + BlockSize;
        return Task.FromResult<(byte[]?, int)>((zeros, BlockSize));
    }

    private async Task<(byte[]? Block, int Count)> ReadBlockAsync(Stream source)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(_entry.Length, 1, BlockSize));
        try
        {
            Memory<byte> part = block.AsMemory(0, Math.Min(block.Length, BlockSize));
            int count = _small ? source.Read(part.Span) : await source.ReadAsync(part, _stop.Token).ConfigureAwait(false);
            if (count > 0)
                return (block, count);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(block);
            throw;
        }

        ArrayPool<byte>.Shared.Return(block);
        return (null, 0);
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        Return(ref _block);
        if (!await _blocks.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false)
            || !_blocks.Reader.TryRead(out (byte[] Buffer, int Count) next))
        {
            return false;
        }

        (_block, _count) = next;
        _start = 0;
        return true;
    }

    private static void Return(ref byte[]? block)
    {
        if (block is { } used)
            ArrayPool<byte>.Shared.Return(used);
        block = null;
    }
}
