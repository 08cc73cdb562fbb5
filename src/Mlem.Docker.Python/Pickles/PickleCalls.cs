namespace Mlem.Docker.Python.Pickles;

/// <summary>What a pickle does, told to whoever listens; and what some functions are known to return.</summary>
internal sealed class PickleCalls(PickleLimits limits, PickleClock clock, Action<PickleUse> seen, PickleReading reading, int nesting)
{
    // Beyond so many bytes of content in all, only the beginnings of it are kept.
    private const long MostContent = 32 * 1024 * 1024;
    private const int Short = 256;
    private const int MostLooks = 10_000;
    private const long MostNames = 16 * 1024 * 1024;

    private readonly Dictionary<(string Module, string Name), PickleGlobal> _globals = [];
    private long _content;
    private long _names;
    private int _looks;

    /// <summary>Where the opcode lies that is followed now.</summary>
    public PickleInput? Input { get; set; }

    /// <summary>How many bytes of a content of this length are kept.</summary>
    public int Room(long length)
    {
        int kept = (int)Math.Min(length, length > limits.Content || _content > MostContent ? Short : limits.Content);
        _content += kept;
        return kept;
    }

    public void Say(PickleUseKind kind, PickleValue target, PickleValue arguments) =>
        seen(new PickleUse(kind, target, arguments, Input?.Offset ?? 0, nesting));

    /// <summary>A module's name and what it has under it.</summary>
    public PickleGlobal Import(PickleValue module, PickleValue name)
    {
        PickleGlobal global = module is PickleText { IsCut: false, Value.Length: > 0 } m && name is PickleText { IsCut: false } n
            ? Find(m.Value, n.Value) : Find(string.Empty, string.Empty);
        Say(PickleUseKind.Import, global, PickleValue.None);
        return global;
    }

    /// <summary>The result of a call, or an object of a class.</summary>
    public PickleValue Call(PickleValue callable, PickleValue arguments, bool isNew)
    {
        PickleValue? result = !isNew && callable is PickleGlobal global ? PickleResults.Of(global, arguments) : null;
        var found = result as PickleGlobal;
        Say(isNew ? PickleUseKind.New : found is null ? PickleUseKind.Call : PickleUseKind.Resolve, callable, arguments);
        if (found is not null)
            return Import(new PickleText(found.Module), new PickleText(found.Name));
        if (result is PickleCall made)
            return Call(made.Callable, made.Arguments, isNew: true);
        return result ?? new PickleCall(callable, arguments);
    }

    /// <summary>Gives an object its state; joblib's arrays then follow in the file.</summary>
    public void Build(PickleValue target, PickleValue state, PickleInput input)
    {
        Say(PickleUseKind.Build, target, state);
        if (target is not PickleCall call)
            return;
        call.State ??= state;
        if (reading.IsJoblib && JoblibArray.Is(call))
        {
            reading.HasJoblibArrays = true;
            if (reading.SkipsArrays)
                JoblibArray.Pass(call, state, input, () => new PickleMachine(input, limits, clock, this).Run());
        }
    }

    /// <summary>Looks whether bytes are a whole pickle themselves.</summary>
    public void Look(byte[] content, long length)
    {
        if (content.Length < length || content.Length < 4 || content[^1] != '.' || nesting >= limits.Nesting || _looks++ >= MostLooks)
            return;
        if (content[0] is not (0x80 or (byte)'(' or (byte)'c' or (byte)']' or (byte)'}'))
            return;
        var uses = new List<PickleUse>();
        var inside = new PickleInput(new MemoryStream(content), clock);
        var calls = new PickleCalls(limits with { Stack = 10_000 }, clock, use => Gather(uses, use), reading, nesting + 1) { Input = inside };
        try
        {
            new PickleMachine(inside, limits with { Stack = 10_000 }, clock, calls).Run();
        }
        catch (PickleException fault) when (fault.Fault != PickleFault.TooSlow)
        {
            return;
        }

        if (uses.Any(use => use.Kind == PickleUseKind.Import))
            uses.ForEach(seen);
    }

    private static void Gather(List<PickleUse> uses, PickleUse use)
    {
        if (uses.Count < 1000)
            uses.Add(use);
    }

    private PickleGlobal Find(string module, string name)
    {
        if (!_globals.TryGetValue((module, name), out PickleGlobal? global))
        {
            global = new PickleGlobal(module, name);
            if ((_names += module.Length + name.Length + 100) < MostNames)
                _globals.Add((module, name), global);
        }

        return global;
    }
}
