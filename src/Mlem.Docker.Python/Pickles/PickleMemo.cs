namespace Mlem.Docker.Python.Pickles;

/// <summary>
/// The memo of a pickle: what it refers to again by number. It keeps names, and other values while there is room; of the
/// rest it knows only that they are there. A text that turns out to be a name comes back in (<see cref="Keep"/>).
/// </summary>
internal sealed class PickleMemo(PickleLimits limits)
{
    private const int MostScattered = 1_000_000;

    private readonly Dictionary<long, PickleValue> _kept = [];
    private readonly HashSet<long> _scattered = [];
    private long _dense;
    private long _bytes;

    /// <summary>How many places are filled; MEMOIZE takes this number.</summary>
    public long Count => _dense + _scattered.Count;

    /// <summary>Puts a value in; false where there is no room for the number of the place.</summary>
    public bool Put(long place, PickleValue value)
    {
        if (place == _dense)
        {
            _dense++;
            while (_scattered.Remove(_dense))
                _dense++;
        }
        else if (place > _dense && _scattered.Add(place) && _scattered.Count > MostScattered)
        {
            return false;
        }

        if (HasRoom(value))
        {
            _kept[place] = value;
            value.Place = place;
        }
        else
        {
            _kept.Remove(place);
            if (value is PickleText text)
                text.Dropped = place;
        }

        return _kept.Count <= 4 * limits.Memo;
    }

    /// <summary>Keeps a text that is a part of a name.</summary>
    public void Keep(PickleText text)
    {
        if (text.Dropped >= 0)
            _kept.TryAdd(text.Dropped, text);
        text.Dropped = -1;
    }

    /// <summary>Counts what a value has grown by since it was put in; it leaves where that is too much.</summary>
    public void Grow(PickleValue value, long weight)
    {
        if (value.Place < 0)
            return;
        _bytes += weight;
        if (_bytes > limits.MemoBytes)
        {
            _kept.Remove(value.Place);
            value.Place = -1;
        }
    }

    /// <summary>The value in a place; null where none was put.</summary>
    public PickleValue? Get(long place) => _kept.TryGetValue(place, out PickleValue? value) ? value
        : place >= 0 && (place < _dense || _scattered.Contains(place)) ? PickleValue.Unknown
        : null;

    // Names always: without them what is called could not be told.
    private bool HasRoom(PickleValue value)
    {
        if (value is PickleGlobal)
            return true;
        if (value is PickleInteger || ReferenceEquals(value, PickleValue.Unknown) || _kept.Count >= limits.Memo)
            return false;
        _bytes += value.Weight;
        return _bytes <= limits.MemoBytes;
    }
}
