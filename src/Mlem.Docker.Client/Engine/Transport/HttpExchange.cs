using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;

namespace Mlem.Docker.Engine.Transport;

/// <summary>
/// One HTTP/1.1 request and its answer on a connection of their own. Unlike <see cref="HttpClient"/> it reads the
/// answer while the body is still being sent, so the Engine's refusal of a build is seen and not lost in a broken
/// pipe; and the end of the exchange is the end of the connection, so that nothing stays open.
/// </summary>
internal sealed class HttpExchange : IAsyncDisposable
{
    private static readonly TimeSpan AnswerAfterBrokenUpload = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerAfterStoppedUpload = TimeSpan.FromSeconds(1);
    private readonly Stream _connection;
    private readonly CancellationTokenSource _uploadStop = new();
    private readonly CancellationTokenSource _answerLimit = new();
    private bool _connectionBroke;
    private Task _upload = Task.CompletedTask;
    private CancellationTokenRegistration _stopping;

    private HttpExchange(Stream connection) => _connection = connection;

    public HttpHead Head { get; private set; } = null!;

    /// <summary>Gets the connection itself, to write to after an upgrade.</summary>
    public Stream Connection => _connection;

    /// <summary>Gets the answer's body; it throws <see cref="StreamCutException"/> where the connection ends before the body does.</summary>
    public Stream Body { get; private set; } = Stream.Null;

    /// <summary>Sends the request and returns when the answer's head is there; the body may still be on its way out.</summary>
    /// <param name="connection">A fresh connection, whose end is this exchange's.</param>
    /// <param name="request">The request.</param>
    /// <param name="pathPrefix">What stands before its path.</param>
    /// <param name="cancellation">Stops the body, also after the head has come.</param>
    /// <param name="headCancellation">Stops waiting for the head.</param>
    public static async Task<HttpExchange> StartAsync(
        Stream connection, EngineRequest request, string pathPrefix, CancellationToken cancellation, CancellationToken headCancellation)
    {
        var exchange = new HttpExchange(connection);
        try
        {
            await exchange.SendHeadAsync(request, pathPrefix, headCancellation).ConfigureAwait(false);
            if (request.WriteBody is not null)
                exchange._upload = exchange.UploadAsync(request.WriteBody, request.Stop, cancellation);
            exchange._stopping = request.Stop.Register(() => _ = exchange.StopSendingAsync(), useSynchronizationContext: false);
            await exchange.ReceiveHeadAsync(headCancellation).ConfigureAwait(false);
            return exchange;
        }
        catch
        {
            await exchange.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Ends the exchange and tells what the writer of the body itself threw, if it did: the cause, where the answer
    /// only shows its consequence. A connection that broke under the writer is not the writer's failure.
    /// </summary>
    public async Task<Exception?> WriterFailureAsync()
    {
        await EndAsync().ConfigureAwait(false);
        return _connectionBroke || _upload.Exception?.InnerException is null or OperationCanceledException
            ? null
            : _upload.Exception.InnerException;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync().ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
        _uploadStop.Dispose();
        _answerLimit.Dispose();
    }

    private async Task EndAsync()
    {
        // The connection goes first: a writer that is stuck in a full socket wakes up by it.
        await _connection.DisposeAsync().ConfigureAwait(false);
        if (!_upload.IsCompleted)
            await _uploadStop.CancelAsync().ConfigureAwait(false);
        await _upload.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task StopSendingAsync()
    {
        // The writer hears of it by itself; two must not write at the same time.
        await _upload.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await SendingSide.CloseAsync(_connection).ConfigureAwait(false);
    }

    private async Task SendHeadAsync(EngineRequest request, string pathPrefix, CancellationToken cancellation)
    {
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{request.Method} {pathPrefix}{request.Path} HTTP/1.1\r\n")
            .Append("Host: docker\r\nUser-Agent: Mlem.Docker\r\n")
            .Append(request.Upgrade ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "Connection: close\r\n");
        foreach (var (name, value) in request.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (request.ContentType is not null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {request.ContentType}\r\n");
        if (request.WriteBody is not null)
            head.Append("Transfer-Encoding: chunked\r\n");
        else if (request.Body is { } known)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {known.Length}\r\n");
        else if (request.Method != "GET")
            head.Append("Content-Length: 0\r\n");
        head.Append("\r\n");
        await _connection.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), cancellation).ConfigureAwait(false);
        if (request.Body is { } body)
            await _connection.WriteAsync(body, cancellation).ConfigureAwait(false);
        await _connection.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private async Task UploadAsync(
        Func<Stream, CancellationToken, Task> writeBody, CancellationToken stopSending, CancellationToken cancellation)
    {
        // The writer may work for long before its first write; it must not keep the reader of the answer waiting.
        await Task.Yield();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopSending, _uploadStop.Token);
        var chunks = new ChunkedWriteStream(_connection);
        try
        {
            await writeBody(chunks, stop.Token).ConfigureAwait(false);
            await chunks.FinishAsync(stop.Token).ConfigureAwait(false);
        }
        catch
        {
            _connectionBroke = chunks.Broken;
            // The Engine would wait for the rest of the body for ever. Where the connection broke by itself, the
            // reason may still be in it, and the reader is given a moment to find it; where we stop by ourselves, only
            // an Engine that had all it needs has begun to work.
            if (_connectionBroke)
                _answerLimit.CancelAfter(AnswerAfterBrokenUpload);
            else if (stopSending.IsCancellationRequested)
                _answerLimit.CancelAfter(AnswerAfterStoppedUpload);
            else
                await _connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ReceiveHeadAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _answerLimit.Token);
        try
        {
            (Head, var rest) = await new HttpHeadReader(_connection).ReadAsync(stop.Token).ConfigureAwait(false);
            Body = HttpBody.Create(Head, rest, _connection);
        }
        catch (Exception error)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await WriterFailureAsync().ConfigureAwait(false) is { } cause)
                ExceptionDispatchInfo.Throw(cause);
            if (error is OperationCanceledException or ObjectDisposedException)
                throw new StreamCutException(Messages.ConnectionBrokeWhileRequestWasBeingSent);
            throw;
        }
    }
}
