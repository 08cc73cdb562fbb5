using System.Numerics;
using System.Text;

namespace Mlem.Docker.Python.Pickles;

/// <summary>
/// Follows the opcodes of one pickle as Python's unpickler does, with stand-ins for values. What the pickle imports and
/// calls is said; nothing is imported or called.
/// </summary>
internal sealed class PickleMachine(PickleInput input, PickleLimits limits, PickleClock clock, PickleCalls calls)
{
    private const int NewestProtocol = 5;
    private const int ClockEvery = 16 * 1024;

    private readonly PickleStack _stack = new(limits, input);
    private readonly PickleMemo _memo = new(limits);

    /// <summary>The protocol that the pickle says it has; 0 for none.</summary>
    public int Protocol { get; private set; }

    /// <summary>Reads to the end of the pickle.</summary>
    /// <exception cref="PickleException">It has none.</exception>
    public void Run()
    {
        for (long count = 1; ; count++)
        {
            if (count % ClockEvery == 0)
                clock.Check(input.Offset);
            var opcode = (PickleOpcode)input.Byte();
            if (opcode == PickleOpcode.Stop)
                break;
            if (!Values(opcode) && !Containers(opcode) && !Memo(opcode))
                Effects(opcode);
        }

        _stack.Pop();
        calls.Say(PickleUseKind.Stop, PickleValue.None, PickleValue.None);
    }

    private bool Values(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None: _stack.Push(PickleValue.None); break;
            case PickleOpcode.NewTrue or PickleOpcode.NewFalse: _stack.Push(PickleValue.Unknown); break;
            case PickleOpcode.BinInt1: Push(input.Byte()); break;
            case PickleOpcode.BinInt2: Push(input.UInt16()); break;
            case PickleOpcode.BinInt: Push(input.Int32()); break;
            case PickleOpcode.Int: PushLine(input.Line(out _)); break;
            case PickleOpcode.Long: PushLine(WithoutEnd(input.Line(out _), 'L')); break;
            case PickleOpcode.Long1: PushLong(input.Byte()); break;
            case PickleOpcode.Long4: PushLong(Length(input.Int32())); break;
            case PickleOpcode.BinFloat: input.Skip(8); _stack.Push(PickleValue.Unknown); break;
            case PickleOpcode.Float: input.Line(out _); _stack.Push(PickleValue.Unknown); break;
            case PickleOpcode.String: PushLine(input.Line(out bool cut), cut, PickleLiteral.Quoted); break;
            case PickleOpcode.Unicode: PushLine(input.Line(out bool longer), longer, PickleLiteral.RawUnicode); break;
            // Python 2's strings; Python 3 reads them as ASCII.
            case PickleOpcode.ShortBinString: PushText(input.Byte(), Encoding.Latin1); break;
            case PickleOpcode.BinString: PushText(Length(input.Int32()), Encoding.Latin1); break;
            case PickleOpcode.ShortBinUnicode: PushText(input.Byte(), Encoding.UTF8); break;
            case PickleOpcode.BinUnicode: PushText(input.UInt32(), Encoding.UTF8); break;
            case PickleOpcode.BinUnicode8: PushText(input.Length64(), Encoding.UTF8); break;
            case PickleOpcode.ShortBinBytes: PushBytes(input.Byte()); break;
            case PickleOpcode.BinBytes: PushBytes(input.UInt32()); break;
            case PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8: PushBytes(input.Length64()); break;
            case PickleOpcode.NextBuffer: _stack.Push(PickleValue.Unknown); break;
            case PickleOpcode.ReadOnlyBuffer: _ = _stack.Top; break;
            default: return false;
        }

        return true;
    }

    private bool Containers(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark: _stack.Mark(); break;
            case PickleOpcode.Pop: _stack.PopValueOrMark(); break;
            case PickleOpcode.PopMark: _stack.Drop(_stack.TakeMark()); break;
            case PickleOpcode.Dup: _stack.Push(_stack.Top); break;
            case PickleOpcode.EmptyTuple: _stack.Push(new PickleSequence(isTuple: true)); break;
            case PickleOpcode.EmptyList: _stack.Push(new PickleSequence(isTuple: false)); break;
            case PickleOpcode.EmptyDict: _stack.Push(new PickleDict()); break;
            case PickleOpcode.EmptySet: _stack.Push(PickleValue.Unknown); break;
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3:
                _stack.Push(_stack.Take(opcode - PickleOpcode.Tuple1 + 1, isTuple: true));
                break;
            case PickleOpcode.Tuple: _stack.Push(_stack.Take(_stack.TakeMark(), isTuple: true)); break;
            case PickleOpcode.List: _stack.Push(_stack.Take(_stack.TakeMark(), isTuple: false)); break;
            case PickleOpcode.FrozenSet: _stack.Drop(_stack.TakeMark()); _stack.Push(PickleValue.Unknown); break;
            case PickleOpcode.Dict: NewDict(_stack.TakeMark()); break;
            case PickleOpcode.Append: Fill(1, pairs: false); break;
            case PickleOpcode.Appends or PickleOpcode.AddItems: Fill(_stack.TakeMark(), pairs: false); break;
            case PickleOpcode.SetItem: Fill(2, pairs: true); break;
            case PickleOpcode.SetItems: Fill(_stack.TakeMark(), pairs: true); break;
            default: return false;
        }

        return true;
    }

    private bool Memo(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Put: Remember(Place(input.Line(out _))); break;
            case PickleOpcode.BinPut: Remember(input.Byte()); break;
            case PickleOpcode.LongBinPut: Remember(input.UInt32()); break;
            case PickleOpcode.Memoize: Remember(_memo.Count); break;
            case PickleOpcode.Get: Recall(Place(input.Line(out _))); break;
            case PickleOpcode.BinGet: Recall(input.Byte()); break;
            case PickleOpcode.LongBinGet: Recall(input.UInt32()); break;
            default: return false;
        }

        return true;
    }

    private void Effects(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                Protocol = input.Byte();
                if (Protocol > NewestProtocol)
                    throw input.Fault(PickleFault.UnknownProtocol);
                break;
            case PickleOpcode.Frame: input.Length64(); break;
            case PickleOpcode.Global: _stack.Push(GlobalOfLines()); break;
            case PickleOpcode.StackGlobal:
                (PickleValue name, PickleValue module) = (_stack.Pop(), _stack.Pop());
                Keep(name, module);
                _stack.Push(calls.Import(module, name));
                break;
            case PickleOpcode.Reduce: Call(_stack.Pop(), isNew: false); break;
            case PickleOpcode.NewObj: Call(_stack.Pop(), isNew: true); break;
            case PickleOpcode.NewObjEx: Call(_stack.Take(2, isTuple: true), isNew: true); break;
            case PickleOpcode.Inst:
                PickleGlobal global = GlobalOfLines();
                _stack.Push(calls.Call(global, _stack.Take(_stack.TakeMark(), isTuple: true), isNew: false));
                break;
            case PickleOpcode.Obj:
                PickleSequence taken = _stack.Take(Math.Max(_stack.TakeMark() - 1, 0), isTuple: true);
                Call(taken, isNew: false);
                break;
            case PickleOpcode.Build:
                PickleValue state = _stack.Pop();
                calls.Build(_stack.Top, state, input);
                _memo.Grow(_stack.Top, state.Weight);
                break;
            case PickleOpcode.PersId: Persistent(new PickleText(Encoding.UTF8.GetString(input.Line(out bool cut)), cut)); break;
            case PickleOpcode.BinPersId: Persistent(_stack.Pop()); break;
            case PickleOpcode.Ext1: Extension(input.Byte()); break;
            case PickleOpcode.Ext2: Extension(input.UInt16()); break;
            case PickleOpcode.Ext4: Extension(input.Int32()); break;
            default: throw input.Fault(PickleFault.UnknownOpcode);
        }
    }

    private void Call(PickleValue arguments, bool isNew) =>
        _stack.Push(calls.Call(_stack.Pop(), arguments, isNew));

    private void Persistent(PickleValue id)
    {
        calls.Say(PickleUseKind.Persistent, id, PickleValue.None);
        _stack.Push(PickleValue.Unknown);
    }

    private void Extension(long code)
    {
        calls.Say(PickleUseKind.Extension, new PickleInteger(code), PickleValue.None);
        _stack.Push(PickleValue.Unknown);
    }

    private PickleGlobal GlobalOfLines()
    {
        string? module = PickleLiteral.Text(input.Line(out bool cutModule));
        string? name = PickleLiteral.Text(input.Line(out bool cutName));
        if (module is null || name is null)
            throw input.Fault(PickleFault.BadArgument);
        return calls.Import(new PickleText(module, cutModule), new PickleText(name, cutName));
    }

    private void Keep(params PickleValue[] names)
    {
        foreach (PickleText text in names.OfType<PickleText>())
            _memo.Keep(text);
    }

    private void Fill(int count, bool pairs)
    {
        // With nothing to put in, only the target must be there.
        PickleValue target = TargetBelow(count);
        if (pairs && count % 2 != 0)
            throw input.Fault(PickleFault.NothingOnStack);
        long before = target.Weight;
        for (int i = count - 1; i >= 0; i -= pairs ? 2 : 1)
        {
            if (target is PickleSequence { IsTuple: false } list && !pairs)
                list.Add(_stack.Below(i), _stack.MostWeight);
            else if (target is PickleDict dict && pairs)
                dict.Set(_stack.Below(i), _stack.Below(i - 1), _stack.MostWeight);
        }

        if (target is PickleGlobal or PickleCall)
            calls.Say(PickleUseKind.Fill, target, count > 0 ? _stack.Top : PickleValue.None);
        _stack.Drop(count);
        _memo.Grow(target, target.Weight - before);
    }

    private PickleValue TargetBelow(int count)
    {
        if (count > _stack.Available - 1)
            throw input.Fault(PickleFault.NothingOnStack);
        return _stack.Below(count);
    }

    private void NewDict(int count)
    {
        var dict = new PickleDict();
        for (int i = count - 1; i > 0; i -= 2)
            dict.Set(_stack.Below(i), _stack.Below(i - 1), _stack.MostWeight);
        _stack.Drop(count);
        _stack.Push(dict);
    }

    private void Remember(long place)
    {
        if (!_memo.Put(place, _stack.Top))
            throw input.Fault(PickleFault.TooLarge);
    }

    private void Recall(long place) => _stack.Push(_memo.Get(place) ?? throw input.Fault(PickleFault.NothingInMemo));

    private long Place(byte[] line) => PickleLiteral.Integer(line) is { } place && place >= 0 && place <= long.MaxValue
        ? (long)place : throw input.Fault(PickleFault.BadArgument);

    private void Push(long value) => _stack.Push(new PickleInteger(value));

    private void PushLine(byte[] line)
    {
        if (PickleLiteral.Integer(line) is not { } value)
            throw input.Fault(PickleFault.BadArgument);
        _stack.Push(value >= long.MinValue && value <= long.MaxValue ? new PickleInteger((long)value) : PickleValue.Unknown);
    }

    private void PushLong(long length)
    {
        if (length > 8)
            input.Skip(length);
        else
            Push((long)new BigInteger(input.Content(length, 8)));
        if (length > 8)
            _stack.Push(PickleValue.Unknown);
    }

    // Of a text that is cut the last escape can be cut too.
    private void PushLine(byte[] line, bool cut, Func<byte[], string?> read)
    {
        string? text = cut ? Encoding.Latin1.GetString(line) : read(line);
        _stack.Push(text is null ? throw input.Fault(PickleFault.BadArgument) : new PickleText(text, cut));
    }

    private void PushText(long length, Encoding encoding)
    {
        if (_stack.IsDeep)
        {
            input.Skip(length);
            _stack.Push(PickleValue.Unknown);
            return;
        }

        byte[] kept = input.Content(length, calls.Room(length));
        // A binary text can be a pickle too, after it was encoded.
        calls.Look(kept, length);
        _stack.Push(new PickleText(encoding.GetString(kept), kept.Length < length));
    }

    private void PushBytes(long length)
    {
        byte[] kept = input.Content(length, _stack.IsDeep ? 0 : calls.Room(length));
        calls.Look(kept, length);
        _stack.Push(new PickleBytes(kept, length));
    }

    private long Length(int length) => length >= 0 ? length : throw input.Fault(PickleFault.BadArgument);

    private static byte[] WithoutEnd(byte[] line, char end) => line.Length > 0 && line[^1] == end ? line[..^1] : line;
}
