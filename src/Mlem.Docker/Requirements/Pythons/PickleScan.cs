using System.Text;

namespace Mlem.Docker.Requirements;

/// <summary>
/// Follows the opcodes of a pickle (pickletools.py describes them) far enough to see what a function is called with. Nothing
/// is made of what it reads: a value is a number, text, bytes, a tuple or a name, and all else is nothing. Large content is
/// passed over; a pickle with more opcodes than <see cref="MaxOpcodes"/> is left after them.
/// </summary>
internal sealed class PickleScan
{
    private const int MaxOpcodes = 1_000_000;
    private const int MaxContent = 64 * 1024;
    private const int MaxTuple = 64;

    /// <summary>What stands for every number.</summary>
    public static readonly object Number = new();

    private static readonly object Mark = new();

    private readonly PickleInput _input;
    private readonly string _function;
    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private IReadOnlyList<object?>? _call;

    private PickleScan(Stream pickle, string function)
    {
        _input = new PickleInput(pickle);
        _function = function;
    }

    private sealed record GlobalName(string Name);

    /// <summary>The arguments of each call of a function by its name, whatever module it is in.</summary>
    public static IEnumerable<IReadOnlyList<object?>> CallsOf(Stream pickle, string function)
    {
        var scan = new PickleScan(pickle, function);
        // Protocol 2 and newer say so in their first two bytes; older ones cannot hold dill's code.
        if (scan._input.Byte() != 0x80 || scan._input.Byte() is < 2 or > 5)
            yield break;
        for (int i = 0; i < MaxOpcodes && scan.Step(); i++)
        {
            if (scan._call is { } call)
            {
                scan._call = null;
                yield return call;
            }
        }
    }

    // False at the end, and at whatever is no pickle.
    private bool Step()
    {
        switch (_input.Byte())
        {
            case '(': Push(Mark); break;
            case '0': Pop(); break;
            case '1': PopToMark(); break;
            case '2': Push(_stack.Count > 0 ? _stack[^1] : null); break;
            case 'N': case 0x88: case 0x89: case ']': case '}': case 0x8f: case 0x97: Push(null); break;
            case ')': Push(Array.Empty<object?>()); break;
            case 0x85: Tuple(1); break;
            case 0x86: Tuple(2); break;
            case 0x87: Tuple(3); break;
            case 't': Push(Bounded(PopToMark())); break;
            case 'l': case 'd': case 0x91: PopToMark(); Push(null); break;
            case 'e': case 'u': case 0x90: PopToMark(); break;
            case 'a': Pop(); break;
            case 's': Pop(); Pop(); break;
            case 'b': Pop(); break;
            case 'K': _input.Skip(1); Push(Number); break;
            case 'M': _input.Skip(2); Push(Number); break;
            case 'J': _input.Skip(4); Push(Number); break;
            case 0x8a: _input.Skip(_input.Byte()); Push(Number); break;
            case 0x8b: _input.Skip(_input.UInt32()); Push(Number); break;
            case 'G': _input.Skip(8); Push(null); break;
            case 'I': case 'L': _input.Line(); Push(Number); break;
            case 'F': case 'S': case 'V': _input.Line(); Push(null); break;
            case 0x8c: Push(Text(_input.Byte())); break;
            case 'X': Push(Text(_input.UInt32())); break;
            case 0x8d: Push(Text(_input.Int64())); break;
            case 'U': case 'C': Push(_input.Content(_input.Byte(), MaxContent)); break;
            case 'T': case 'B': Push(_input.Content(_input.UInt32(), MaxContent)); break;
            case 0x8e: case 0x96: Push(_input.Content(_input.Int64(), MaxContent)); break;
            case 'c': _input.Line(); Push(new GlobalName(_input.Line())); break;
            case 0x93: object? name = Pop(); Pop(); Push(name is string text ? new GlobalName(text) : null); break;
            case 'R': object? arguments = Pop(); Called(Pop(), arguments); break;
            case 0x81: Pop(); Pop(); Push(null); break;
            case 0x92: Pop(); Pop(); Pop(); Push(null); break;
            case 'i': _input.Line(); _input.Line(); PopToMark(); Push(null); break;
            case 'o': PopToMark(); Push(null); break;
            case 'P': _input.Line(); Push(null); break;
            case 'Q': Pop(); Push(null); break;
            case 0x82: _input.Skip(1); Push(null); break;
            case 0x83: _input.Skip(2); Push(null); break;
            case 0x84: _input.Skip(4); Push(null); break;
            case 0x94: Remember(_memo.Count); break;
            case 'q': Remember(_input.Byte()); break;
            case 'r': Remember(_input.UInt32()); break;
            case 'p': Remember(long.TryParse(_input.Line(), out long put) ? put : -1); break;
            case 'h': Push(_memo.GetValueOrDefault(_input.Byte())); break;
            case 'j': Push(_memo.GetValueOrDefault(_input.UInt32())); break;
            case 'g': Push(_memo.GetValueOrDefault(long.TryParse(_input.Line(), out long get) ? get : -1)); break;
            case 0x95: _input.Skip(8); break;
            case 0x80: _input.Skip(1); break;
            case 0x98: break;
            default: return false;
        }

        return !_input.Ended;
    }

    private void Called(object? function, object? arguments)
    {
        if (function is GlobalName global && global.Name == _function && arguments is object?[] found)
            _call = found;
        Push(null);
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Pop()
    {
        if (_stack.Count == 0)
            return null;
        object? value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private List<object?> PopToMark()
    {
        int mark = _stack.LastIndexOf(Mark);
        List<object?> values = _stack[(mark + 1)..];
        _stack.RemoveRange(Math.Max(mark, 0), _stack.Count - Math.Max(mark, 0));
        return values;
    }

    private void Tuple(int length)
    {
        var items = new object?[length];
        for (int i = length - 1; i >= 0; i--)
            items[i] = Pop();
        Push(items);
    }

    // dill's code has some twenty arguments; a longer tuple is data.
    private static object? Bounded(List<object?> items) => items.Count > MaxTuple ? null : items.ToArray();

    private string? Text(long length) => _input.Content(length, MaxContent) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private void Remember(long place) => _memo[place] = _stack.Count > 0 ? _stack[^1] : null;
}
