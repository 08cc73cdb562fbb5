using System.Numerics;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>Python's list or tuple.</summary>
internal abstract class PySequence(List<object?> items)
{
    public List<object?> Items => items;
}

/// <summary>Python's list. It can change: <c>{% set _ = list.append(x) %}</c>.</summary>
internal sealed class PyList(List<object?> items) : PySequence(items);

/// <summary>Python's tuple.</summary>
internal sealed class PyTuple(List<object?> items) : PySequence(items)
{
    public static PyTuple From(params object?[] items) => new([.. items]);
}

/// <summary>Python's range: numbers that are counted, not stored.</summary>
internal sealed record PyRange(long Start, long Stop, long Step)
{
    public int Count => (int)Math.Max(0, (Stop - Start + Step - Math.Sign(Step)) / Step);

    public BigInteger this[int index] => Start + (index * Step);

    public bool Contains(BigInteger value)
    {
        BigInteger index = BigInteger.DivRem(value - Start, Step, out BigInteger rest);
        return rest.IsZero && index.Sign >= 0 && index < Count;
    }

    public IEnumerable<object?> Iterate()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
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

/// <summary>Which part of a dict a view shows.</summary>
internal enum PyDictViewKind
{
    Keys,
    Values,
    Items,
}

/// <summary>What <c>keys()</c>, <c>values()</c> and <c>items()</c> of a dict give.</summary>
internal sealed record PyDictView(PyDict Dict, PyDictViewKind Kind)
{
    public string Name => $"dict_{Kind.ToString().ToLowerInvariant()}";

    public IEnumerable<object?> Iterate() => Kind switch
    {
        PyDictViewKind.Keys => Dict.Entries.Select(e => e.Key),
        PyDictViewKind.Values => Dict.Entries.Select(e => e.Value),
        _ => Dict.Entries.Select(object? (e) => PyTuple.From(e.Key, e.Value)),
    };
}
