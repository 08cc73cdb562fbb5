using System.Numerics;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Runtime;

/// <summary>The variable <c>loop</c>.</summary>
internal sealed class LoopContext(
    object? source, IEnumerable<object?> items, bool filtered, Func<object?, int, string>? recurse, int depth)
    : IAttributes, ICallable
{
    private IEnumerator<object?> _items = items.GetEnumerator();
    private int _index = -1;
    private int? _length;
    private bool _peeked;
    private bool _hasNext;
    private object? _previous;
    private PyTuple? _changed;

    public object? Current { get; private set; }

    public int Length => _length ??= CountItems();

    public bool MoveNext()
    {
        bool more = Peek();
        _peeked = false;
        if (!more) return false;
        _previous = Current;
        Current = _items.Current;
        _index++;
        return true;
    }

    public bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "index" => (BigInteger)(_index + 1),
            "index0" => (BigInteger)_index,
            "revindex" => (BigInteger)(Length - _index),
            "revindex0" => (BigInteger)(Length - _index - 1),
            "first" => _index == 0,
            "last" => !Peek(),
            "length" => (BigInteger)Length,
            "depth" => (BigInteger)(depth + 1),
            "depth0" => (BigInteger)depth,
            "previtem" => _index == 0 ? new Undefined("there is no previous item") : _previous,
            "nextitem" => Peek() ? _items.Current : new Undefined("there is no next item"),
            "cycle" => new NativeFunction(new Parameters("cycle", "* /"), Cycle),
            "changed" => new NativeFunction(new Parameters("changed", "* /"), Changed),
            _ => null,
        };
        return value is not null || name is "previtem" or "nextitem";
    }

    public object? Call(Arguments arguments, Budget budget)
    {
        if (recurse is null)
            throw PythonError.Type("The loop must have the 'recursive' marker to be called recursively");
        object? nested = new Parameters("loop", "iterable").Bind(arguments, budget)[0];
        return recurse(nested, depth + 1);
    }

    public override string ToString() => $"<LoopContext {_index + 1}/{Length}>";

    private bool Peek()
    {
        if (!_peeked) (_peeked, _hasNext) = (true, _items.MoveNext());
        return _hasNext;
    }

    private int CountItems()
    {
        if (!filtered && PySequences.TryLength(source, out int length)) return length;

        // A generator is read to its end; what was read is kept for the iterations to come.
        List<object?> rest = [];
        while (Peek())
        {
            rest.Add(_items.Current);
            _peeked = false;
        }

        _items = rest.GetEnumerator();
        _peeked = false;
        return _index + 1 + rest.Count;
    }

    private object? Cycle(Bound a) => a.More.Count > 0
        ? a.More[_index % a.More.Count]
        : throw PythonError.Type("no items for cycling given");

    private object Changed(Bound a)
    {
        PyTuple values = new([.. a.More]);
        if (_changed is not null && PyCompare.AreEqual(_changed, values)) return false;
        _changed = values;
        return true;
    }
}
