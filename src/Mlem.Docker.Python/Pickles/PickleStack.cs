namespace Mlem.Docker.Python.Pickles;

/// <summary>The values of a pickle that are in the making, with the marks between them.</summary>
internal sealed class PickleStack(PickleLimits limits, PickleInput input)
{
    // What is deep in the stack is many of its kind; less is kept of each, so that all of them have room.
    private const int Shallow = 200;
    private const int Middle = 20_000;
    private const int TextDepth = 100_000;

    private readonly List<PickleValue> _values = [];
    private readonly List<int> _marks = [];

    /// <summary>How much a list or dict may hold on to here.</summary>
    public long MostWeight => _values.Count < Shallow ? 128 * 1024 : _values.Count < Middle ? 2048 : 0;

    /// <summary>Whether there are so many values that texts are no longer kept.</summary>
    public bool IsDeep => _values.Count > TextDepth;

    /// <summary>The value on top, which stays.</summary>
    public PickleValue Top => _values.Count > Bottom ? _values[^1] : throw input.Fault(PickleFault.NothingOnStack);

    private int Bottom => _marks.Count > 0 ? _marks[^1] : 0;

    public void Push(PickleValue value)
    {
        if (_values.Count >= limits.Stack)
            throw input.Fault(PickleFault.TooLarge);
        _values.Add(value);
    }

    public PickleValue Pop()
    {
        PickleValue value = Top;
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    /// <summary>POP: takes the mark where nothing lies above it.</summary>
    public void PopValueOrMark()
    {
        if (_marks.Count > 0 && _values.Count == Bottom)
            _marks.RemoveAt(_marks.Count - 1);
        else
            Pop();
    }

    public void Mark()
    {
        if (_marks.Count >= limits.Stack)
            throw input.Fault(PickleFault.TooLarge);
        _marks.Add(_values.Count);
    }

    /// <summary>How many values lie above the last mark, which is taken away.</summary>
    public int TakeMark()
    {
        if (_marks.Count == 0)
            throw input.Fault(PickleFault.NoMark);
        int count = _values.Count - Bottom;
        _marks.RemoveAt(_marks.Count - 1);
        return count;
    }

    /// <summary>How many values lie above the last mark.</summary>
    public int Available => _values.Count - Bottom;

    /// <summary>The value so many places below the top.</summary>
    public PickleValue Below(int places) => _values[_values.Count - 1 - places];

    /// <summary>Takes the uppermost values away.</summary>
    public void Drop(int count)
    {
        if (_values.Count - count < Bottom)
            throw input.Fault(PickleFault.NothingOnStack);
        _values.RemoveRange(_values.Count - count, count);
    }

    /// <summary>Makes a tuple or a list of the uppermost values, which go.</summary>
    public PickleSequence Take(int count, bool isTuple)
    {
        if (_values.Count - count < Bottom)
            throw input.Fault(PickleFault.NothingOnStack);
        int first = _values.Count - count;
        var sequence = new PickleSequence(isTuple);
        long most = first < Shallow ? 128 * 1024 : first < Middle ? 2048 : 0;
        for (int i = first; i < _values.Count && !sequence.IsCut; i++)
            sequence.Add(_values[i], most);
        _values.RemoveRange(first, count);
        return sequence;
    }

}
