using System.Collections.Frozen;
using System.Numerics;

namespace Mlem.Docker.Templates.Values;

/// <summary>The methods of list, tuple and range.</summary>
internal static class SequenceMethods
{
    public static FrozenDictionary<string, Method> OfTuple { get; } = Table(
        new("index", "value start= stop= /", (s, a) => Index(Items(s), a)),
        new("count", "value /", (s, a) => Count(Items(s), a[0])));

    public static FrozenDictionary<string, Method> OfRange { get; } = Table(
        new("index", "value /", (s, a) => Index([.. ((PyRange)s).Iterate()], a)),
        new("count", "value /", (s, a) => Count(((PyRange)s).Iterate(), a[0])));

    public static FrozenDictionary<string, Method> OfList { get; } = Table(
        new("index", "value start= stop= /", (s, a) => Index(Items(s), a)),
        new("count", "value /", (s, a) => Count(Items(s), a[0])),
        new("append", "object /", (s, a) => Change(a, () => Items(s).Add(a[0]), 1)),
        new("extend", "iterable /", (s, a) => Extend(Items(s), a)),
        new("insert", "index object /", (s, a) => Insert(Items(s), a)),
        new("pop", "index= /", (s, a) => Pop(Items(s), a)),
        new("remove", "value /", (s, a) => Remove(Items(s), a)),
        new("clear", "", (s, a) => Change(a, Items(s).Clear, 0)),
        new("copy", "", (s, a) => PySequences.ToList(s, a.Budget)),
        new("reverse", "", (s, a) => Change(a, Items(s).Reverse, 0)),
        new("sort", "key= reverse=", (s, a) => Sort(Items(s), a)));

    internal static FrozenDictionary<string, Method> Table(params Method[] methods) =>
        methods.ToFrozenDictionary(m => m.Name);

    private static List<object?> Items(object value) => ((PySequence)value).Items;

    private static object? Change(Bound a, Action change, int added)
    {
        a.Budget.Items(added);
        change();
        return null;
    }

    private static object? Extend(List<object?> items, Bound a)
    {
        items.AddRange(PySequences.ToList(a[0], a.Budget).Items);
        return null;
    }

    private static object? Insert(List<object?> items, Bound a)
    {
        int index = PyTypes.ToIndex(a[0]);
        if (index < 0) index = Math.Max(0, index + items.Count);
        return Change(a, () => items.Insert(Math.Min(index, items.Count), a[1]), 1);
    }

    private static object? Pop(List<object?> items, Bound a)
    {
        if (items.Count == 0) throw PythonError.Lookup("pop from empty list");
        int index = a.Int(0, -1);
        if (index < 0) index += items.Count;
        if (index < 0 || index >= items.Count) throw PythonError.Lookup("pop index out of range");
        object? item = items[index];
        items.RemoveAt(index);
        return item;
    }

    private static object? Remove(List<object?> items, Bound a)
    {
        int index = items.FindIndex(item => PyCompare.AreSame(item, a[0]));
        if (index < 0) throw PythonError.Value("list.remove(x): x not in list");
        items.RemoveAt(index);
        return null;
    }

    private static object? Sort(List<object?> items, Bound a)
    {
        if (a.Or(0, null) is not null) throw PythonError.Type("sort() takes no key function here");
        List<object?> sorted = Sorting.Sort(items, item => item, a.Flag(1));
        items.Clear();
        items.AddRange(sorted);
        return null;
    }

    private static object Index(List<object?> items, Bound a)
    {
        int start = Position(a.Int(1, 0));
        int stop = Math.Min(items.Count, Position(a.Int(2, int.MaxValue)));
        for (int i = start; i < stop; i++)
        {
            if (PyCompare.AreSame(items[i], a[0])) return (BigInteger)i;
        }

        throw PythonError.Value($"{PyText.Repr(a[0])} is not in list");

        int Position(int given) => given < 0 ? Math.Max(0, given + items.Count) : given;
    }

    private static object Count(IEnumerable<object?> items, object? value) =>
        (BigInteger)items.Count(item => PyCompare.AreSame(item, value));
}

/// <summary>Python's <c>sorted()</c>: stable, also in reverse.</summary>
internal static class Sorting
{
    public static List<object?> Sort(IEnumerable<object?> items, Func<object?, object?> key, bool reverse)
    {
        List<(object? Key, object? Item)> keyed = [.. items.Select(item => (key(item), item))];
        Comparer<object?> order = Comparer<object?>.Create((x, y) => PyCompare.Less(x, y) ? -1 : PyCompare.Less(y, x) ? 1 : 0);

        try
        {
            return reverse
                ? [.. keyed.OrderByDescending(k => k.Key, order).Select(k => k.Item)]
                : [.. keyed.OrderBy(k => k.Key, order).Select(k => k.Item)];
        }
        catch (InvalidOperationException e) when (e.InnerException is PythonError inner)
        {
            throw inner;
        }
    }
}
