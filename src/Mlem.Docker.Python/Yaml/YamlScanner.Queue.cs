namespace Mlem.Docker.Python.Yaml;

/// <summary>
/// The tokens read ahead. A token that may turn out to be a key is held back until its line ends or its ':' comes,
/// because the key (and perhaps mapping) token goes in front of it.
/// </summary>
internal sealed partial class YamlScanner
{
    private const int LongestSimpleKey = 1024;

    private YamlToken[] _queue = new YamlToken[16];
    private int _head;
    private int _tail;
    private int _taken;
    private SimpleKey[] _keys = new SimpleKey[8];

    /// <summary>The next token, left where it is.</summary>
    public ref readonly YamlToken Next
    {
        get
        {
            while (NeedsMore()) FetchMore();
            return ref _queue[_head];
        }
    }

    /// <summary>Takes the next token.</summary>
    public YamlToken Take()
    {
        YamlToken token = Next;
        _queue[_head++] = default;
        _taken++;
        return token;
    }

    private bool NeedsMore()
    {
        if (_done) return false;
        if (_head == _tail) return true;
        DropStaleKeys();
        for (int level = 0; level <= _flowLevel; level++)
        {
            // Deeper levels hold later tokens, so the first key found is the nearest.
            if (_keys[level].IsPossible) return _keys[level].TokenNumber == _taken;
        }

        return false;
    }

    private void Add(YamlToken token) => Insert(_taken + _tail - _head, token);

    private void Insert(int number, YamlToken token)
    {
        if (_tail == _queue.Length)
        {
            YamlToken[] target = _tail - _head > _queue.Length / 2 ? new YamlToken[_queue.Length * 2] : _queue;
            Array.Copy(_queue, _head, target, 0, _tail - _head);
            _tail -= _head;
            _head = 0;
            _queue = target;
        }

        int index = _head + number - _taken;
        Array.Copy(_queue, index, _queue, index + 1, _tail - index);
        _queue[index] = token;
        _tail++;
    }

    private void SaveSimpleKey()
    {
        if (!_allowSimpleKey) return;
        bool isRequired = _flowLevel == 0 && _indent == Column;
        RemoveSimpleKey();
        _keys[_flowLevel] = new(true, isRequired, _taken + _tail - _head, _position, Mark);
    }

    private void RemoveSimpleKey()
    {
        ref SimpleKey key = ref _keys[_flowLevel];
        if (key is { IsPossible: true, IsRequired: true }) throw MissingColon(key);
        key = default;
    }

    private void DropStaleKeys()
    {
        for (int level = 0; level <= _flowLevel; level++)
        {
            ref SimpleKey key = ref _keys[level];
            if (!key.IsPossible || (key.Mark.Line == _line && !IsTooFar(key.Position))) continue;
            if (key.IsRequired) throw MissingColon(key);
            key = default;
        }
    }

    // The bound is counted in characters, not in UTF-16 units.
    private bool IsTooFar(int start)
    {
        int units = _position - start;
        if (units <= LongestSimpleKey) return false;
        if (units > 2 * LongestSimpleKey) return true;
        int pairs = 0;
        foreach (char c in _text.AsSpan(start, units))
        {
            if (char.IsLowSurrogate(c)) pairs++;
        }

        return units - pairs > LongestSimpleKey;
    }

    private YamlException MissingColon(SimpleKey key) =>
        Error(Messages.FormatKeyThatBeginsAtLineColumn(key.Mark.Line, key.Mark.Column));

    private readonly record struct SimpleKey(
        bool IsPossible, bool IsRequired, int TokenNumber, int Position, YamlMark Mark);
}
