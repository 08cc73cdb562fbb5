using System.Numerics;

namespace Mlem.Docker.Templates.Values;

/// <summary>Python's list or tuple.</summary>
internal abstract class PySequence(List<object?> items)
{
    public List<object?> Items { get; } = items;
}

/// <summary>Python's list. It can change: <c>{% set _ = list.append(x) %}</c>.</summary>
internal sealed class PyList(List<object?> items) : PySequence(items);

/// <summary>Python's tuple.</summary>
internal class PyTuple(List<object?> items) : PySequence(items)
{
    public static PyTuple Of(params object?[] items) => new([.. items]);
}

/// <summary>One group of the <c>groupby</c> filter: a tuple with names.</summary>
internal sealed class PyGroup(object? grouper, PyList list) : PyTuple([grouper, list]), IAttributes
{
    public bool TryGetAttribute(string name, out object? value)
    {
        value = name switch { "grouper" => Items[0], "list" => Items[1], _ => null };
        return name is "grouper" or "list";
    }
}

/// <summary>Python's range: numbers that are counted, not stored.</summary>
internal sealed class PyRange(BigInteger start, BigInteger stop, BigInteger step)
{
    public BigInteger Start => start;

    public BigInteger Stop => stop;

    public BigInteger Step => step;

    public BigInteger Count
    {
        get
        {
            BigInteger span = step.Sign > 0 ? stop - start : start - stop;
            return span.Sign <= 0 ? 0 : ((span - 1) / BigInteger.Abs(step)) + 1;
        }
    }

    public object this[BigInteger index] => start + (index * step);

    public bool Contains(BigInteger value)
    {
        BigInteger offset = value - start;
        return offset % step == 0 && offset / step >= 0 && offset / step < Count;
    }

    public IEnumerable<object?> Iterate()
    {
        BigInteger count = Count;
        for (BigInteger i = 0; i < count; i++) yield return this[i];
    }
}

/// <summary>A generator or iterator: gives each of its values once.</summary>
internal sealed class PyIterator(IEnumerable<object?> source, string name = "generator")
{
    private readonly IEnumerator<object?> _source = source.GetEnumerator();

    public string Name => name;

    public IEnumerable<object?> Iterate()
    {
        while (_source.MoveNext()) yield return _source.Current;
    }
}
