namespace Mlem.Docker.Python.Pickles;

/// <summary>A tuple or a list, or the first items of one.</summary>
/// <param name="isTuple">Whether it is a tuple.</param>
public sealed class PickleSequence(bool isTuple) : PickleValue
{
    private const int MostItems = 64;
    private readonly List<PickleValue> _items = [];
    private long _weight = 64;

    /// <summary>The first of its items.</summary>
    public IReadOnlyList<PickleValue> Items => _items;

    /// <summary>Whether it is a tuple.</summary>
    public bool IsTuple { get; } = isTuple;

    /// <summary>Whether there are more items than are kept.</summary>
    public bool IsCut { get; private set; }

    internal override long Weight => _weight;

    internal void Add(PickleValue item, long most)
    {
        long weight = 8 + item.Weight;
        if (_items.Count >= MostItems || _weight + weight > most)
        {
            IsCut = true;
            return;
        }

        _items.Add(item);
        _weight += weight;
    }
}

/// <summary>A dict, as far as its keys are texts.</summary>
public sealed class PickleDict : PickleValue
{
    private const int MostKeys = 256;
    private static readonly Dictionary<string, PickleValue> Nothing = new(StringComparer.Ordinal);
    private Dictionary<string, PickleValue>? _entries;
    private long _weight = 64;

    /// <summary>Whether there are more keys than are kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The values by their keys.</summary>
    public IReadOnlyDictionary<string, PickleValue> Entries => _entries ?? Nothing;

    internal override long Weight => _weight;

    internal void Set(PickleValue key, PickleValue value, long most)
    {
        if (key is not PickleText { IsCut: false } text)
            return;
        long weight = 48 + key.Weight + value.Weight;
        _entries ??= new(StringComparer.Ordinal);
        if ((_entries.Count >= MostKeys && !_entries.ContainsKey(text.Value)) || _weight + weight > most)
        {
            IsCut = true;
            return;
        }

        _entries[text.Value] = value;
        _weight += weight;
    }
}
