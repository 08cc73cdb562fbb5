using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Library;

/// <summary>Filters that put things in order.</summary>
internal static class OrderFilters
{
    public static IEnumerable<Function> All { get; } =
    [
        new("dictsort", "case_sensitive= by= reverse=", DictSort),
        new("max", "case_sensitive= attribute=", (v, a) => Extreme(v, a, greatest: true)),
        new("min", "case_sensitive= attribute=", (v, a) => Extreme(v, a, greatest: false)),
        new("sort", "reverse= case_sensitive= attribute=", Sort),
    ];

    private static PyList Sort(object? value, Bound a)
    {
        Func<object?, object?> key = AttributePath.MultiGetter(a.Or(2, null), ignoreCase: !a.Flag(1));
        return new PyList(PyCompare.Sort(PySequences.ToList(value, a.Budget).Items, key, a.Flag(0)));
    }

    private static PyList DictSort(object? value, Bound a)
    {
        string by = a.Has(1) ? PyTypes.AsText(a[1]) ?? string.Empty : "key";
        if (by is not ("key" or "value")) throw PythonError.Value("You can only sort by either \"key\" or \"value\"");
        if (value is Undefined undefined) throw undefined.Fail();
        PyDict dict = value as PyDict ?? throw PyTypes.Wrong(value, "a mapping");
        bool exact = a.Flag(0);
        int position = by == "key" ? 0 : 1;
        a.Budget.Items(dict.Count);
        return new PyList(PyCompare.Sort(
            dict.Entries.Select(object? (e) => PyTuple.From(e.Key, e.Value)),
            pair => exact ? Part(pair) : AttributePath.IgnoreCase(Part(pair)),
            a.Flag(2)));

        object? Part(object? pair) => ((PyTuple)pair!).Items[position];
    }

    private static object? Extreme(object? value, Bound a, bool greatest)
    {
        Func<object?, object?> key = AttributePath.Getter(a.Or(1, null), null, ignoreCase: !a.Flag(0));
        bool any = false;
        object? best = null;
        object? bestKey = null;
        foreach (object? item in PySequences.Iterate(value))
        {
            object? itemKey = key(item);
            if (!any || (greatest ? PyCompare.Order(itemKey, bestKey, ">") > 0 : PyCompare.Less(itemKey, bestKey)))
                (best, bestKey) = (item, itemKey);
            any = true;
        }

        return any ? best : new Undefined("No aggregated item, sequence was empty.");
    }
}
