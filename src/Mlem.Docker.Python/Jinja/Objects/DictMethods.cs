using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>The methods of dict.</summary>
internal static class DictMethods
{
    public static MethodTable All { get; } = new("dict", "fromkeys popitem",
        new Method("items", "", (d, _) => new PyDictView((PyDict)d, PyDictViewKind.Items)),
        new Method("keys", "", (d, _) => new PyDictView((PyDict)d, PyDictViewKind.Keys)),
        new Method("values", "", (d, _) => new PyDictView((PyDict)d, PyDictViewKind.Values)),
        new Method("get", "key default= /", (d, a) => ((PyDict)d).TryGet(a[0], out object? value) ? value : a.Or(1, null)),
        new Method("copy", "", (d, a) => Make(a, d)),
        new Method("clear", "", (d, _) => Clear((PyDict)d)),
        new Method("pop", "key default= /", Pop),
        new Method("setdefault", "key default= /", SetDefault),
        new Method("update", "other= / **", (d, a) => Update((PyDict)d, a.Or(0, null), a)));

    /// <summary>What <c>dict(other, **names)</c> makes.</summary>
    public static PyDict Make(Bound a, object? other)
    {
        PyDict dict = new();
        Update(dict, other, a);
        return dict;
    }

    private static object? Update(PyDict dict, object? other, Bound a)
    {
        if (other is PyDict mapping)
        {
            a.Budget.Items(mapping.Count);
            foreach ((object? key, object? value) in mapping.Entries.ToList()) dict[key] = value;
        }
        else if (other is not null || a.Has(0))
        {
            foreach (object? pair in PySequences.Iterate(other))
            {
                List<object?> items = PySequences.ToList(pair, a.Budget).Items;
                if (items.Count != 2)
                    throw PythonError.Value($"dictionary update sequence element has length {items.Count}; 2 is required");
                dict[items[0]] = items[1];
            }
        }

        a.Budget.Items(a.Names.Count);
        foreach ((string name, object? value) in a.Names) dict[name] = value;
        return null;
    }

    private static object? Clear(PyDict dict)
    {
        dict.Clear();
        return null;
    }

    private static object? Pop(object dict, Bound a)
    {
        if (((PyDict)dict).Remove(a[0], out object? value)) return value;
        return a.Has(1) ? a[1] : throw PythonError.Lookup(PyText.Repr(a[0]));
    }

    private static object? SetDefault(object dict, Bound a)
    {
        if (((PyDict)dict).TryGet(a[0], out object? value)) return value;
        a.Budget.Items(1);
        return ((PyDict)dict)[a[0]] = a.Or(1, null);
    }
}
