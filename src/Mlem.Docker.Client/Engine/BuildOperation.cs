using System.Runtime.ExceptionServices;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

/// <summary>One build from its request to its verified image.</summary>
internal sealed class BuildOperation
{
    private readonly EngineConnection _connection;
    private readonly ImageBuilderKind _builder;
    private readonly IOperationObserver _observer;
    private readonly BuildNarrator _narrator;
    private readonly BuiltImage _image;

    public BuildOperation(
        DockerEngine engine, EngineConnection connection, ImageBuildRequest request, ImageBuilderKind builder, IOperationObserver observer)
    {
        _connection = connection;
        _builder = builder;
        _observer = observer;
        _narrator = new BuildNarrator(request, connection.Endpoint, observer);
        _image = new BuiltImage(engine, request, _narrator.Name);
    }

    private BuildRecord Record => _narrator.Decoder.Record;

    public async Task<ImageBuildResult> RunAsync(EngineRequest call, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        _narrator.Begin(Messages.FormatOnWithBuilder(call, _connection.Endpoint, _builder));
        DateTimeOffset? begun = null;
        using var patience = new BuildPatience(cancellation);
        _narrator.Stepped = patience.Step;
        try
        {
            await using var exchange = await OpenAsync(call with { Stop = cancellation }, patience.End).ConfigureAwait(false);
            if (!exchange.Head.IsDocker)
                patience.EndAtOnce();
            begun = DateTimeOffset.TryParse(exchange.Head.Header("Date"), out var date) ? date : null;
            await ReadAsync(exchange, patience.End).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (Record.Error is not null)
                throw _narrator.Failure(Record.Error);
            var image = await _image.AskAsync(Record, exchange.Head.IsDocker, begun, cancellation).ConfigureAwait(false);
            return _narrator.Result(image, _builder, TimeProvider.System.GetElapsedTime(start));
        }
        catch (Exception error) when (cancellation.IsCancellationRequested)
        {
            // Whatever the Engine makes of a client that went away, the build ended because it was cancelled.
            await new BuildLeftovers(_connection, _observer).RemoveAsync(Record, _narrator.Step, begun).ConfigureAwait(false);
            throw new OperationCanceledException(Messages.FormatWhatWasCancelled(_narrator.Activity), error, cancellation);
        }
        finally
        {
            _narrator.End();
        }
    }

    private async Task<HttpExchange> OpenAsync(EngineRequest call, CancellationToken cancellation)
    {
        try
        {
            return await _connection.OpenAsync(_narrator.Question, call, _connection.Timeouts.BuildSilence, cancellation).ConfigureAwait(false);
        }
        catch (EngineException error) when (error.StatusCode >= 400
            && (error.EngineMessage!.Contains("dockerfile", StringComparison.OrdinalIgnoreCase)
                || error.EngineMessage.Contains("no build stage in current context", StringComparison.Ordinal)))
        {
            // A Dockerfile that cannot be parsed is refused before the stream begins.
            throw _narrator.Failure(error.EngineMessage!);
        }
        catch (EngineException error) when (error.EngineMessage is { } words && _narrator.Masked(words) != words)
        {
            throw EngineErrors.FromMessage(_narrator.Question.What, _narrator.Name, EngineSubject.Image, error.StatusCode, _narrator.Masked(words));
        }
    }

    private async Task ReadAsync(HttpExchange exchange, CancellationToken cancellation)
    {
        var reader = new EngineMessageReader(_connection.Watch(exchange.Body, _connection.Timeouts.BuildSilence));
        try
        {
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } message)
                _narrator.Decoder.Take(message);
            _narrator.Decoder.Finish();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await exchange.WriterFailureAsync().ConfigureAwait(false) is { } cause)
                ExceptionDispatchInfo.Throw(cause);
            // The Engine's own reason, if it came before the cut, says more than the cut.
            if (Record.Error is null)
                throw EngineErrors.Cut(_narrator.Question.What, _narrator.Name, error.Message.TrimEnd('.'), error);
        }
        finally
        {
            if (reader.PassedOver > 0)
                _narrator.Debug(Messages.FormatLinesOfBuildsStreamWereNo(reader.PassedOver));
        }
    }
}
