using System.Numerics;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>The methods of list and tuple.</summary>
internal static class ListMethods
{
    public static MethodTable OfTuple { get; } = new("tuple", "", Searching());

    public static MethodTable OfList { get; } = new("list", "",
    [
        .. Searching(),
        new("append", "object /", (s, a) => Change(a, 1, () => Items(s).Add(a[0]))),
        new("extend", "iterable /", (s, a) => Change(a, 0, () => Items(s).AddRange(PySequences.ToList(a[0], a.Budget).Items))),
        new("insert", "index object /", (s, a) => Change(a, 1, () => Items(s).Insert(Place(Items(s), PyTypes.ToIndex(a[0])), a[1]))),
        new("pop", "index= /", (s, a) => Pop(Items(s), a.Int(0, -1))),
        new("remove", "value /", (s, a) => Change(a, 0, () => Items(s).RemoveAt(Find(Items(s), a[0], 0, int.MaxValue)))),
        new("clear", "", (s, a) => Change(a, 0, Items(s).Clear)),
        new("copy", "", (s, a) => PySequences.ToList(s, a.Budget)),
        new("reverse", "", (s, a) => Change(a, 0, Items(s).Reverse)),
        new("sort", "reverse=", (s, a) => Change(a, 0, () => Sort(Items(s), a.Flag(0)))),
    ]);

    private static IEnumerable<Method> Searching() =>
    [
        new("count", "value /", (s, a) => (BigInteger)Items(s).Count(item => PyCompare.AreSame(item, a[0]))),
        new("index", "value start= stop= /", (s, a) => (BigInteger)Find(Items(s), a[0], a.Int(1, 0), a.Int(2, int.MaxValue))),
    ];

    private static List<object?> Items(object value) => ((PySequence)value).Items;

    private static object? Change(Bound a, int added, Action change)
    {
        a.Budget.Items(added);
        change();
        return null;
    }

    private static int Place(List<object?> items, int index) => Math.Clamp(index < 0 ? index + items.Count : index, 0, items.Count);

    private static int Find(List<object?> items, object? value, int start, int stop)
    {
        for (int i = Place(items, start); i < Place(items, stop); i++)
        {
            if (PyCompare.AreSame(items[i], value)) return i;
        }

        throw PythonError.Value($"{PyText.Repr(value)} is not in list");
    }

    private static object? Pop(List<object?> items, int index)
    {
        if (index < 0) index += items.Count;
        if (index < 0 || index >= items.Count) throw PythonError.Lookup("pop index out of range");
        object? item = items[index];
        items.RemoveAt(index);
        return item;
    }

    private static void Sort(List<object?> items, bool reverse)
    {
        List<object?> sorted = PyCompare.Sort(items, item => item, reverse);
        items.Clear();
        items.AddRange(sorted);
    }
}
