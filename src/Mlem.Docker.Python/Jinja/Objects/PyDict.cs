using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>Python's dict: keeps the order in which keys came; <c>1</c>, <c>1.0</c> and <c>True</c> are one key.</summary>
internal sealed class PyDict
{
    private static readonly object NoneKey = new();

    private readonly Dictionary<object, LinkedListNode<KeyValuePair<object?, object?>>> _index = new(KeyComparer.Instance);
    private readonly LinkedList<KeyValuePair<object?, object?>> _entries = new();

    public int Count => _entries.Count;

    /// <summary>Keys and values in order; an error when the dict grows or shrinks meanwhile.</summary>
    public IEnumerable<KeyValuePair<object?, object?>> Entries
    {
        get
        {
            int count = Count;
            for (LinkedListNode<KeyValuePair<object?, object?>>? node = _entries.First; node is not null; node = node.Next)
            {
                if (Count != count) break;
                yield return node.Value;
                if (Count != count) throw PythonError.Runtime("dictionary changed size during iteration");
            }
        }
    }

    public object? this[object? key]
    {
        set
        {
            if (_index.TryGetValue(key ?? NoneKey, out LinkedListNode<KeyValuePair<object?, object?>>? node))
            {
                node.Value = new(node.Value.Key, value);
                return;
            }

            _index[key ?? NoneKey] = _entries.AddLast(new KeyValuePair<object?, object?>(key, value));
        }
    }

    public bool TryGet(object? key, out object? value)
    {
        _ = PyCompare.Hash(key);
        bool found = _index.TryGetValue(key ?? NoneKey, out LinkedListNode<KeyValuePair<object?, object?>>? node);
        value = found ? node!.Value.Value : null;
        return found;
    }

    public bool Remove(object? key, out object? value)
    {
        value = null;
        _ = PyCompare.Hash(key);
        if (!_index.Remove(key ?? NoneKey, out LinkedListNode<KeyValuePair<object?, object?>>? node)) return false;
        value = node.Value.Value;
        _entries.Remove(node);
        return true;
    }

    public void Clear()
    {
        _index.Clear();
        _entries.Clear();
    }

    public PyDict Copy()
    {
        PyDict copy = new();
        foreach (KeyValuePair<object?, object?> entry in _entries) copy[entry.Key] = entry.Value;
        return copy;
    }

    private sealed class KeyComparer : IEqualityComparer<object>
    {
        public static KeyComparer Instance { get; } = new();

        public new bool Equals(object? x, object? y) =>
            ReferenceEquals(x, y) || (x != NoneKey && y != NoneKey && PyCompare.AreEqual(x, y));

        public int GetHashCode(object key) => key == NoneKey ? 0 : PyCompare.Hash(key);
    }
}
