using System.Text;

namespace Mlem.Docker.Engine.Transport;

/// <summary>Sends what is written as the chunks of an HTTP/1.1 body, gathered to blocks of 64 KiB.</summary>
internal sealed class ChunkedWriteStream(Stream connection) : Stream
{
    private const int BlockSize = 64 * 1024;
    private static readonly byte[] LineBreak = "\r\n"u8.ToArray();
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();
    private readonly byte[] _block = new byte[BlockSize];
    private int _filled;

    /// <summary>Gets whether the connection broke under a write.</summary>
    public bool Broken { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Sends what is left and the chunk that ends the body.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        await SendBlockAsync(cancellation).ConfigureAwait(false);
        await SendAsync(LastChunk, cancellation).ConfigureAwait(false);
        await connection.FlushAsync(cancellation).ConfigureAwait(false);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_filled > 0 && _filled + buffer.Length > BlockSize)
            await SendBlockAsync(cancellationToken).ConfigureAwait(false);
        if (buffer.Length >= BlockSize)
        {
            await SendChunkAsync(buffer, cancellationToken).ConfigureAwait(false);
            return;
        }

        buffer.CopyTo(_block.AsMemory(_filled));
        _filled += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // TarWriter writes a few things synchronously even in its asynchronous calls; there is room for them.
    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => SendBlockAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task SendBlockAsync(CancellationToken cancellation)
    {
        if (_filled == 0)
            return;
        await SendChunkAsync(_block.AsMemory(0, _filled), cancellation).ConfigureAwait(false);
        _filled = 0;
    }

    private async Task SendChunkAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        await SendAsync(Encoding.ASCII.GetBytes($"{data.Length:x}\r\n"), cancellation).ConfigureAwait(false);
        await SendAsync(data, cancellation).ConfigureAwait(false);
        await SendAsync(LineBreak, cancellation).ConfigureAwait(false);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        try
        {
            await connection.WriteAsync(data, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            Broken = true;
            throw new StreamCutException(Messages.FormatConnectionBrokeWhileRequestWasBeing(error.Message));
        }
    }
}
