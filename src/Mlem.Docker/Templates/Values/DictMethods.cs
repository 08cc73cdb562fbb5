using System.Collections.Frozen;

namespace Mlem.Docker.Templates.Values;

/// <summary>The methods of dict.</summary>
internal static class DictMethods
{
    public static FrozenDictionary<string, Method> All { get; } = SequenceMethods.Table(
        new("items", "", (d, _) => new PyDictView((PyDict)d, PyDictViewKind.Items)),
        new("keys", "", (d, _) => new PyDictView((PyDict)d, PyDictViewKind.Keys)),
        new("values", "", (d, _) => new PyDictView((PyDict)d, PyDictViewKind.Values)),
        new("get", "key default= /", (d, a) => Find(d, a[0], out object? value) ? value : a.Or(1, null)),
        new("copy", "", (d, a) => Copy((PyDict)d, a.Budget)),
        new("clear", "", (d, _) => Clear((PyDict)d)),
        new("pop", "key default= /", Pop),
        new("popitem", "", (d, _) => PopItem((PyDict)d)),
        new("setdefault", "key default= /", SetDefault),
        new("update", "other= / **", (d, a) => Update((PyDict)d, a.Or(0, null), a.Names, a.Budget)),
        new("fromkeys", "iterable value= /", (_, a) => FromKeys(a)));

    /// <summary>Adds what <c>dict(other, **names)</c> and <c>update</c> take.</summary>
    public static object? Update(
        PyDict dict, object? other, IReadOnlyList<KeyValuePair<string, object?>> names, Budget budget)
    {
        if (other is PyDict mapping)
        {
            budget.Items(mapping.Count);
            foreach ((object? key, object? value) in mapping.Copy().Entries) dict[key] = value;
        }
        else if (other is not null)
        {
            foreach (object? pair in PySequences.Iterate(other))
            {
                List<object?> items = PySequences.ToList(pair, budget).Items;
                if (items.Count != 2) throw PythonError.Value($"dictionary update sequence element has length {items.Count}; 2 is required");
                dict[items[0]] = items[1];
            }
        }

        budget.Items(names.Count);
        foreach ((string name, object? value) in names) dict[name] = value;
        return null;
    }

    private static bool Find(object dict, object? key, out object? value)
    {
        _ = PyCompare.Hash(key);
        return ((PyDict)dict).TryGet(key, out value);
    }

    private static PyDict Copy(PyDict dict, Budget budget)
    {
        budget.Items(dict.Count);
        return dict.Copy();
    }

    private static object? Clear(PyDict dict)
    {
        dict.Clear();
        return null;
    }

    private static object? Pop(object dict, Bound a)
    {
        _ = PyCompare.Hash(a[0]);
        if (((PyDict)dict).Remove(a[0], out object? value)) return value;
        return a.Has(1) ? a[1] : throw PythonError.Lookup(PyText.Repr(a[0]));
    }

    private static PyTuple PopItem(PyDict dict)
    {
        if (dict.Count == 0) throw PythonError.Lookup("popitem(): dictionary is empty");
        (object? key, object? value) = dict.Entries.Last();
        dict.Remove(key, out _);
        return PyTuple.Of(key, value);
    }

    private static object? SetDefault(object dict, Bound a)
    {
        if (Find(dict, a[0], out object? value)) return value;
        a.Budget.Items(1);
        return ((PyDict)dict)[a[0]] = a.Or(1, null);
    }

    private static PyDict FromKeys(Bound a)
    {
        PyDict dict = new();
        foreach (object? key in PySequences.ToList(a[0], a.Budget).Items) dict[key] = a.Or(1, null);
        return dict;
    }
}
