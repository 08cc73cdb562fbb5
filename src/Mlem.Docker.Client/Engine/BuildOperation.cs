using System.Runtime.ExceptionServices;
using System.Text;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

/// <summary>One build from its request to its verified image.</summary>
internal sealed class BuildOperation : IBuildListener
{
    private readonly EngineConnection _connection;
    private readonly ImageBuilderKind _builder;
    private readonly ThrottledObserver _observer;
    private readonly SecretMask _mask;
    private readonly BuildStreamDecoder _decoder;
    private readonly string _name;
    private readonly EngineQuestion _question;
    private readonly BuiltImage _image;
    private BuildPatience? _patience;
    private BuildStep? _step;

    public BuildOperation(
        DockerEngine engine, EngineConnection connection, ImageBuildRequest request, ImageBuilderKind builder, IOperationObserver observer)
    {
        _connection = connection;
        _builder = builder;
        _observer = new ThrottledObserver(observer);
        _mask = new SecretMask(request.BuildArguments, request.Credentials.Values, connection.Endpoint.Settings.Proxies.Secrets());
        _decoder = new BuildStreamDecoder(this);
        _name = request.ShownAs ?? (request.Tags.Count > 0 ? request.Tags[0] : Messages.ImageWithoutName);
        _question = new EngineQuestion($"Building {_name}", _name, EngineSubject.Image);
        _image = new BuiltImage(engine, request, _name);
    }

    private string Activity => _question.What;

    public async Task<ImageBuildResult> RunAsync(EngineRequest call, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        _observer.Debug(Messages.FormatOnWithBuilder(call, _connection.Endpoint, _builder));
        _observer.Progress(new OperationProgress(Activity, Messages.SendingBuildContext));
        DateTimeOffset? begun = null;
        using var patience = new BuildPatience(cancellation);
        _patience = patience;
        try
        {
            await using var exchange = await OpenAsync(call with { Stop = cancellation }, patience.End).ConfigureAwait(false);
            if (!exchange.Head.IsDocker)
                patience.EndAtOnce();
            begun = DateTimeOffset.TryParse(exchange.Head.Header("Date"), out var date) ? date : null;
            await ReadAsync(exchange, patience.End).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (_decoder.Record.Error is not null)
                throw Failure(_decoder.Record.Error);
            var image = await _image.AskAsync(_decoder.Record, exchange.Head.IsDocker, begun, cancellation).ConfigureAwait(false);
            var record = _decoder.Record;
            return new ImageBuildResult(
                image, _builder, record.Steps, [.. record.Warnings.Select(_mask.Apply)], TimeProvider.System.GetElapsedTime(start))
            {
                Checks = [.. record.Checks.Select(check => check with { Text = _mask.Apply(check.Text) }).Distinct()],
            };
        }
        catch (Exception error) when (cancellation.IsCancellationRequested)
        {
            // Whatever the Engine makes of a client that went away, the build ended because it was cancelled.
            await new BuildLeftovers(_connection, _observer).RemoveAsync(_decoder.Record, _step, begun).ConfigureAwait(false);
            throw new OperationCanceledException(Messages.FormatWhatWasCancelled(Activity), error, cancellation);
        }
        finally
        {
            _observer.Progress(new OperationProgress(Activity, "Done", 100, Completed: true));
        }
    }

    void IBuildListener.Step(BuildStep step)
    {
        _step = step;
        _patience?.Step(step);
        var status = _mask.Apply(step.ToString());
        _observer.Verbose(status);
        Report(null);
    }

    void IBuildListener.Line(string line)
    {
        line = _mask.Apply(line);
        _observer.Verbose(line);
        Report(line);
    }

    void IBuildListener.Transfer(EngineMessage message)
    {
        var bytes = message is { Current: { } current, Total: > 0 and { } total } ? $" {ByteSize.Format(current)} of {ByteSize.Format(total)}" : null;
        Report($"{message.Id}: {message.Status}{bytes}".TrimStart(':', ' '));
    }

    private async Task<HttpExchange> OpenAsync(EngineRequest call, CancellationToken cancellation)
    {
        try
        {
            return await _connection.OpenAsync(_question, call, _connection.Timeouts.BuildSilence, cancellation).ConfigureAwait(false);
        }
        catch (EngineException error) when (error.StatusCode >= 400
            && (error.EngineMessage!.Contains("dockerfile", StringComparison.OrdinalIgnoreCase)
                || error.EngineMessage.Contains("no build stage in current context", StringComparison.Ordinal)))
        {
            // A Dockerfile that cannot be parsed is refused before the stream begins.
            throw Failure(error.EngineMessage!);
        }
        catch (EngineException error) when (error.EngineMessage is { } words && _mask.Apply(words) != words)
        {
            throw EngineErrors.FromMessage(_question.What, _name, EngineSubject.Image, error.StatusCode, _mask.Apply(words));
        }
    }

    private async Task ReadAsync(HttpExchange exchange, CancellationToken cancellation)
    {
        var reader = new EngineMessageReader(_connection.Watch(exchange.Body, _connection.Timeouts.BuildSilence));
        try
        {
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } message)
                _decoder.Take(message);
            _decoder.Finish();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await exchange.WriterFailureAsync().ConfigureAwait(false) is { } cause)
                ExceptionDispatchInfo.Throw(cause);
            // The Engine's own reason, if it came before the cut, says more than the cut.
            if (_decoder.Record.Error is null)
                throw EngineErrors.Cut(_question.What, _name, error.Message.TrimEnd('.'), error);
        }
        finally
        {
            if (reader.PassedOver > 0)
                _observer.Debug(Messages.FormatLinesOfBuildsStreamWereNo(reader.PassedOver));
        }
    }

    private ImageBuildException Failure(string error)
    {
        var words = _mask.Apply(error.Trim());
        var record = _decoder.Record;
        var step = record.FailedStep is { } failed ? failed with { Instruction = _mask.Apply(failed.Instruction) } : null;
        string[] tail = [.. record.FailedOutput.Select(_mask.Apply)];
        var (id, category, advice) = Classify(words, record.ExitCode, tail);
        var message = new StringBuilder(Messages.FormatBuildingNameFailed(_name));
        if (step is not null)
            message.Append($" at '{step}'");
        if (record.ExitCode is not null)
            message.Append(Messages.FormatWithExitCode(record.ExitCode));
        message.Append(": ").Append(words.EndsWith('.') ? words : words + ".");
        if (tail.Length > 0)
            message.Append(Messages.LastLinesOfItsOutput).AppendJoin("\n  ", tail);
        return new ImageBuildException(id, category, message.ToString(), words, _name, advice)
        {
            Step = step,
            ExitCode = record.ExitCode,
            OutputTail = tail,
        };
    }

    private (string Id, MlemErrorCategory Category, string? Advice) Classify(string words, int? exitCode, string[] tail)
    {
        // Of a command that failed the Engine says only its text and its exit code; what happened, its output says.
        if (exitCode is null && words.Contains("requires BuildKit", StringComparison.Ordinal))
            return ("ImageBuildFailed", MlemErrorCategory.InvalidOperation, Messages.BuildWithBuildKit);
        var spoken = exitCode is null ? words : tail.LastOrDefault(IsNoSpaceLeft) ?? string.Empty;
        var classified = EngineErrors.FromMessage(_question.What, _name, EngineSubject.Registry, null, spoken);
        return classified.ErrorId != "EngineError"
            ? (classified.ErrorId, classified.Category, classified.Recommendation)
            : ("ImageBuildFailed", classified.Category, Messages.CorrectInstructionOrWhatItWorks);
    }

    private static bool IsNoSpaceLeft(string line) => line.Contains("no space left on device", StringComparison.OrdinalIgnoreCase);

    private void Report(string? detail)
    {
        if (_step is not { } step)
        {
            _observer.Progress(new OperationProgress(Activity, "Preparing", -1, detail));
            return;
        }

        var percent = step.Total > 0 ? (step.Number - 1) * 100 / step.Total : -1;
        _observer.Progress(new OperationProgress(Activity, _mask.Apply(step.ToString()), Math.Clamp(percent, -1, 100), detail));
    }
}
