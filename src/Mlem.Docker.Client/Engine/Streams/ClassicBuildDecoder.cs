using System.Globalization;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine.Streams;

/// <summary>Reads the classic builder's messages: <c>Step 2/5 : RUN …</c>, the output, <c> ---> id</c>.</summary>
internal sealed partial class ClassicBuildDecoder(BuildRecord record, IBuildListener listener)
{
    private readonly OutputTail _output = new();
    private BuildStep? _step;
    private long _stepStart;
    private bool _cached;

    public void Take(string text)
    {
        // A step is a message of its own, without line break; no output of a RUN has both and the next number.
        if (Step().Match(text) is { Success: true } step && Number(step, 1) == (_step?.Number ?? 0) + 1)
        {
            FinishStep();
            _step = new BuildStep(Number(step, 1), Number(step, 2), step.Groups[3].Value.Trim(), false, TimeSpan.Zero);
            _stepStart = TimeProvider.System.GetTimestamp();
            listener.Step(_step);
            return;
        }

        // What a RUN printed without a line break does not belong to the builder's own next line.
        if (Bookkeeping().IsMatch(text) && _output.Finish() is { } unfinished)
            listener.Line(unfinished);
        foreach (var line in _output.Add(text))
        {
            Interpret(text, line);
            listener.Line(line);
        }
    }

    public void Fail()
    {
        record.FailedStep ??= _step;
        if (record.FailedOutput.Count == 0)
            record.FailedOutput = [.. _output.Lines.Where(line => !Bookkeeping().IsMatch(line))];
    }

    public void FinishStep()
    {
        if (_step is not null)
            record.Steps.Add(_step with { Cached = _cached, Duration = TimeProvider.System.GetElapsedTime(_stepStart) });
        _cached = false;
        _output.Clear();
    }

    private void Interpret(string message, string line)
    {
        if (line == " ---> Using cache")
            _cached = true;
        else if (line.Contains("[Warning]", StringComparison.OrdinalIgnoreCase) && !message.Contains('\u001b', StringComparison.Ordinal))
            record.Warnings.Add(line.Replace(" ---> ", string.Empty, StringComparison.Ordinal));
        else if (Running().Match(line) is { Success: true } running)
            record.Containers.Add(running.Groups[1].Value);
        else if (Removed().Match(line) is { Success: true } removed)
            record.Containers.Remove(removed.Groups[1].Value);
        else if (Layer().Match(line) is { Success: true } layer)
            TakeLayer(layer.Groups[1].Value);
        else if (Built().Match(line) is { Success: true } built)
            record.AnnouncedId = built.Groups[1].Value;
        else if (Tagged().Match(line) is { Success: true } tagged)
            record.Tagged.Add(tagged.Groups[1].Value);
    }

    private void TakeLayer(string id)
    {
        // What FROM names is not ours, nor what the cache had.
        var from = _step is null || _step.Instruction.StartsWith("FROM", StringComparison.OrdinalIgnoreCase);
        if (!_cached && !from)
            record.Layers.Add(id);
    }

    private static int Number(Match match, int group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"\AStep ([0-9]+)/([0-9]+) : ([^\n]*)\z")]
    private static partial Regex Step();

    [GeneratedRegex(@"\A ---> Running in ([0-9a-f]{12,64})\z")]
    private static partial Regex Running();

    [GeneratedRegex(@"\ARemoving intermediate container ([0-9a-f]{12,64})\z")]
    private static partial Regex Removed();

    [GeneratedRegex(@"\A ---> ([0-9a-f]{12,64})\z")]
    private static partial Regex Layer();

    [GeneratedRegex(@"\ASuccessfully built ([0-9a-f]{12,64})\z")]
    private static partial Regex Built();

    [GeneratedRegex(@"\ASuccessfully tagged (\S+)\z")]
    private static partial Regex Tagged();

    [GeneratedRegex(@"\A( ---> |Removing intermediate container [0-9a-f]{12}|Successfully (?:built|tagged) )")]
    private static partial Regex Bookkeeping();
}

/// <summary>Who hears of a build's steps, lines and transfers while it runs.</summary>
internal interface IBuildListener
{
    void Step(BuildStep step);

    void Line(string line);

    void Transfer(EngineMessage message);
}
