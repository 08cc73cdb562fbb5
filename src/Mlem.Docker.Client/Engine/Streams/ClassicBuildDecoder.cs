using System.Globalization;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine.Streams;

/// <summary>
/// Reads the messages of the classic builder (<c>Step 2/5 : RUN …</c>, the output, <c> ---> id</c>) and of Podman's
/// (<c>[1/2] STEP 2/5: RUN …</c>, <c>--> id</c>).
/// </summary>
internal sealed partial class ClassicBuildDecoder(BuildRecord record, IBuildListener listener)
{
    private readonly OutputTail _output = new();
    private BuildStep? _step;
    private int _stage;
    private long _stepStart;
    private bool _cached;

    public void Take(string text)
    {
        if (NextStep(text) is { } step)
        {
            FinishStep();
            _step = step;
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
        if (_step is not null && record.HasRoomFor(_step.Instruction))
            record.Steps.Add(_step with { Cached = _cached, Duration = TimeProvider.System.GetElapsedTime(_stepStart) });
        _cached = false;
        _output.Clear();
    }

    /// <summary>
    /// The step that a message begins. It is a message of its own with the next number, which no output of a RUN has.
    /// Podman numbers the steps of each stage.
    /// </summary>
    private BuildStep? NextStep(string text)
    {
        var match = Step().Match(text);
        match = match.Success ? match : PodmanStep().Match(text);
        if (!match.Success)
            return null;
        var stage = Number(match, "stage");
        var begins = stage > _stage;
        var number = Number(match, "number");
        if (number != (begins ? 0 : _step?.Number ?? 0) + 1)
            return null;
        _stage = stage;
        var total = Number(match, "total");
        record.ReachedLastStep = number == total && stage == Number(match, "stages");
        return new BuildStep(number, total, match.Groups["instruction"].Value.Trim(), false, TimeSpan.Zero);
    }

    private void Interpret(string message, string line)
    {
        if (Cached().IsMatch(line))
            _cached = true;
        else if (line.Contains("[Warning]", StringComparison.OrdinalIgnoreCase) && !message.Contains('\u001b', StringComparison.Ordinal))
            Warn(line.Replace(" ---> ", string.Empty, StringComparison.Ordinal));
        else if (Running().Match(line) is { Success: true } running && record.HasRoomFor(line))
            record.Containers.Add(running.Groups[1].Value);
        else if (Removed().Match(line) is { Success: true } removed)
            record.Containers.Remove(removed.Groups[1].Value);
        else if (Layer().Match(line) is { Success: true } layer)
            TakeLayer(layer.Groups[1].Value);
        else if (Built().Match(line) is { Success: true } built)
            record.AnnouncedId = built.Groups[1].Value;
        else if (Whole().Match(line) is { Success: true } whole)
            record.FullId = whole.Groups[1].Value;
    }

    private void Warn(string warning)
    {
        if (record.HasRoomFor(warning))
            record.Warnings.Add(warning);
    }

    private void TakeLayer(string id)
    {
        record.LastLayer = id;
        // What FROM names is not ours, nor what the cache had.
        var from = _step is null || _step.Instruction.StartsWith("FROM", StringComparison.OrdinalIgnoreCase);
        if (!_cached && !from && record.HasRoomFor(id))
            record.Layers.Add(id);
    }

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"\AStep (?<number>[0-9]+)/(?<total>[0-9]+) : (?<instruction>[^\n]*)\z")]
    private static partial Regex Step();

    [GeneratedRegex(@"\A(?:\[(?<stage>[0-9]+)/(?<stages>[0-9]+)\] )?STEP (?<number>[0-9]+)/(?<total>[0-9]+): (?<instruction>[^\n]*)\n?\z")]
    private static partial Regex PodmanStep();

    [GeneratedRegex(@"\A(?: ---> Using cache|--> Using cache [0-9a-f]{11,64})\z")]
    private static partial Regex Cached();

    [GeneratedRegex(@"\A ---> Running in ([0-9a-f]{11,64})\z")]
    private static partial Regex Running();

    // Engine 20.10, and since 23.
    [GeneratedRegex(@"\A(?:Removing| ---> Removed) intermediate container ([0-9a-f]{11,64})\z")]
    private static partial Regex Removed();

    [GeneratedRegex(@"\A(?: --->|-->) ([0-9a-f]{11,64})\z")]
    private static partial Regex Layer();

    [GeneratedRegex(@"\ASuccessfully built ([0-9a-f]{11,64})\z")]
    private static partial Regex Built();

    [GeneratedRegex(@"\A([0-9a-f]{64})\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A( ---> |--> |COMMIT |Removing intermediate container [0-9a-f]{12}|Successfully (?:built|tagged) )")]
    private static partial Regex Bookkeeping();
}

/// <summary>Who hears of a build's steps, lines and transfers while it runs.</summary>
internal interface IBuildListener
{
    void Step(BuildStep step);

    void Line(string line);

    void Transfer(EngineMessage message);
}
