using System.Text;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

/// <summary>Tells what a build does while it does it, and what its failure was; no secret of the request passes.</summary>
internal sealed class BuildNarrator : IBuildListener
{
    private readonly ThrottledObserver _observer;
    private readonly SecretMask _mask;

    public BuildNarrator(ImageBuildRequest request, DockerEndpoint endpoint, IOperationObserver observer)
    {
        _observer = new ThrottledObserver(observer);
        _mask = new SecretMask(
            [.. request.BuildArguments, .. request.Hidden],
            request.Credentials.Values,
            [.. endpoint.Settings.Proxies.Secrets(), .. request.Buildx.SecretTexts()]);
        Decoder = new BuildStreamDecoder(this);
        Name = request.ShownAs ?? (request.Tags.Count > 0 ? request.Tags[0] : Messages.ImageWithoutName);
        Question = new EngineQuestion($"Building {Name}", Name, EngineSubject.Image);
    }

    /// <summary>Gets the image's name for people.</summary>
    public string Name { get; }

    public EngineQuestion Question { get; }

    /// <summary>Gets what reads the builder's messages.</summary>
    public BuildStreamDecoder Decoder { get; }

    /// <summary>Gets the step that was told last.</summary>
    public BuildStep? Step { get; private set; }

    /// <summary>Gets or sets what hears of each step as well.</summary>
    public Action<BuildStep>? Stepped { get; set; }

    public string Activity => Question.What;

    public void Begin(string what)
    {
        _observer.Debug(what);
        _observer.Progress(new OperationProgress(Activity, Messages.SendingBuildContext));
    }

    public void End() => _observer.Progress(new OperationProgress(Activity, "Done", 100, Completed: true));

    public void Debug(string text) => _observer.Debug(text);

    public string Masked(string text) => _mask.Apply(text);

    /// <summary>What a build that is done has to say.</summary>
    public ImageBuildResult Result(EngineImage image, ImageBuilderKind builder, TimeSpan duration) => new(
        image, builder, Decoder.Record.Steps, [.. Decoder.Record.Warnings.Select(_mask.Apply)], duration)
    {
        Checks = [.. Decoder.Record.Checks.Select(check => check with { Text = _mask.Apply(check.Text) }).Distinct()],
    };

    void IBuildListener.Step(BuildStep step)
    {
        Step = step;
        Stepped?.Invoke(step);
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

    /// <summary>The error of a build that failed for that reason.</summary>
    public ImageBuildException Failure(string error)
    {
        var words = _mask.Apply(error.Trim());
        var record = Decoder.Record;
        var step = record.FailedStep is { } failed ? failed with { Instruction = _mask.Apply(failed.Instruction) } : null;
        string[] tail = [.. record.FailedOutput.Select(_mask.Apply)];
        var (id, category, advice) = Classify(words, record.ExitCode, tail);
        var message = new StringBuilder(Messages.FormatBuildingNameFailed(Name));
        if (step is not null)
            message.Append($" at '{step}'");
        if (record.ExitCode is not null)
            message.Append(Messages.FormatWithExitCode(record.ExitCode));
        message.Append(": ").Append(words.EndsWith('.') ? words : words + ".");
        if (tail.Length > 0)
            message.Append(Messages.LastLinesOfItsOutput).AppendJoin("\n  ", tail);
        return new ImageBuildException(id, category, message.ToString(), words, Name, advice)
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
        var classified = EngineErrors.FromMessage(Question.What, Name, EngineSubject.Registry, null, spoken);
        return classified.ErrorId != "EngineError"
            ? (classified.ErrorId, classified.Category, classified.Recommendation)
            : ("ImageBuildFailed", classified.Category, Messages.CorrectInstructionOrWhatItWorks);
    }

    private static bool IsNoSpaceLeft(string line) => line.Contains("no space left on device", StringComparison.OrdinalIgnoreCase);

    private void Report(string? detail)
    {
        if (Step is not { } step)
        {
            _observer.Progress(new OperationProgress(Activity, "Preparing", -1, detail));
            return;
        }

        var percent = step.Total > 0 ? (step.Number - 1) * 100 / step.Total : -1;
        _observer.Progress(new OperationProgress(Activity, _mask.Apply(step.ToString()), Math.Clamp(percent, -1, 100), detail));
    }
}
