namespace Mlem.Docker.Python.Pickles;

/// <summary>How the reading of a file of pickles ended.</summary>
/// <param name="Fault">What is wrong with it; <see cref="PickleFault.None"/> for nothing.</param>
/// <param name="Offset">Where it ends, or where it is wrong.</param>
/// <param name="Pickles">How many whole pickles there are, one after the other.</param>
public sealed record PickleOutcome(PickleFault Fault, long Offset, int Pickles)
{
    /// <summary>Whether other bytes follow after the last pickle.</summary>
    public bool HasRest { get; init; }
}

/// <summary>
/// Reads pickles of protocols 0 to 5 without executing anything, and says what each would import and call. It holds only
/// what it needs, whatever the size of the file (<see cref="PickleLimits"/>), and passes over large buffers.
/// </summary>
public static class PickleReader
{
    /// <summary>Reads all pickles of a file.</summary>
    /// <param name="pickle">The file, from here on; one that can seek is not read where it needs not be.</param>
    /// <param name="seen">Takes what the pickles do, in their order.</param>
    /// <param name="limits">What it may cost; null for the usual limits.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>How it ended. What was seen before a fault, Python does before it.</returns>
    public static PickleOutcome Read(
        Stream pickle, Action<PickleUse> seen, PickleLimits? limits = null, CancellationToken cancellationToken = default)
    {
        limits ??= new PickleLimits();
        var clock = new PickleClock(limits.Time, cancellationToken);
        long start = pickle.CanSeek ? pickle.Position : 0;
        var reading = new PickleReading();
        PickleOutcome outcome = ReadAll(pickle, seen, limits, clock, reading);
        if (reading.HasJoblibArrays && pickle.CanSeek)
        {
            // Only joblib passes over the arrays. What another loader would see in their bytes counts as well, if it is anything.
            pickle.Position = start;
            ReadAll(pickle, use => Plausible(use, seen), limits, clock, new PickleReading { SkipsArrays = false });
        }

        return outcome;
    }

    // An array's bytes can look like anything; a name that could be one is none by chance.
    private static void Plausible(PickleUse use, Action<PickleUse> seen)
    {
        if (use.Target is PickleGlobal { IsHidden: false } global && global.ToString().All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'))
            seen(use);
    }

    private static PickleOutcome ReadAll(
        Stream pickle, Action<PickleUse> seen, PickleLimits limits, PickleClock clock, PickleReading reading)
    {
        var input = new PickleInput(pickle, clock);
        int pickles = 0;
        try
        {
            do
            {
                var calls = new PickleCalls(limits, clock, seen, reading, nesting: 0) { Input = input };
                new PickleMachine(input, limits, clock, calls).Run();
                pickles++;
            }
            while (input.Peek() == (int)PickleOpcode.Proto);
            return new PickleOutcome(PickleFault.None, input.Offset, pickles) { HasRest = input.Peek() >= 0 };
        }
        catch (PickleException fault) when (pickles > 0 && fault.Fault is not (PickleFault.TooSlow or PickleFault.TooLarge))
        {
            // Raw data after the pickles, as old versions of torch write it.
            return new PickleOutcome(PickleFault.None, fault.Offset, pickles) { HasRest = true };
        }
        catch (PickleException fault)
        {
            return new PickleOutcome(fault.Fault, fault.Offset, pickles) { HasRest = true };
        }
    }
}
