using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Library;

/// <summary><c>select</c>, <c>map</c> and their like: lazy, as in Jinja2.</summary>
internal static class SelectFilters
{
    public static IEnumerable<Function> All { get; } =
    [
        new("select", "* **", (v, a) => new PyIterator(Select(v, a, keep: true, byAttribute: false))),
        new("reject", "* **", (v, a) => new PyIterator(Select(v, a, keep: false, byAttribute: false))),
        new("selectattr", "* **", (v, a) => new PyIterator(Select(v, a, keep: true, byAttribute: true))),
        new("rejectattr", "* **", (v, a) => new PyIterator(Select(v, a, keep: false, byAttribute: true))),
        new("unique", "case_sensitive= attribute=", (v, a) => new PyIterator(Unique(v, a))),
    ];

    /// <summary><c>map</c>, which calls other filters by name.</summary>
    public static Function Map(FilterTable filters) => new("map", "* **", (v, a) => new PyIterator(Map(v, a, filters)));

    private static IEnumerable<object?> Map(object? value, Bound a, FilterTable filters)
    {
        if (!PyTypes.Truthy(value)) yield break;
        Func<object?, object?> convert = Mapping(a, filters);
        foreach (object? item in PySequences.Iterate(value)) yield return convert(item);
    }

    private static Func<object?, object?> Mapping(Bound a, FilterTable filters)
    {
        if (a.More.Count > 0)
        {
            Arguments rest = new([.. a.More.Skip(1)], a.Names);
            return item => filters.Invoke(Function.NameOf(a.More[0]), item, rest, a.Budget);
        }

        Dictionary<string, object?> names = a.Names.ToDictionary(StringComparer.Ordinal);
        if (!names.Remove("attribute", out object? attribute)) throw PythonError.Value("map requires a filter argument");
        names.Remove("default", out object? fallback);
        return names.Count > 0
            ? throw PythonError.Value($"Unexpected keyword argument '{names.Keys.First()}'")
            : AttributePath.Getter(attribute, fallback);
    }

    private static IEnumerable<object?> Select(object? value, Bound a, bool keep, bool byAttribute)
    {
        if (!PyTypes.Truthy(value)) yield break;
        if (byAttribute && a.More.Count == 0) throw PythonError.Value("Missing parameter for attribute name");
        Func<object?, object?> subject = byAttribute ? AttributePath.Getter(a.More[0]) : item => item;
        int test = byAttribute ? 1 : 0;
        Arguments rest = new([.. a.More.Skip(test + 1)], a.Names);
        foreach (object? item in PySequences.Iterate(value))
        {
            object? tested = subject(item);
            object? verdict = test < a.More.Count ? Tests.Invoke(Function.NameOf(a.More[test]), tested, rest, a.Budget) : tested;
            if (PyTypes.Truthy(verdict) == keep) yield return item;
        }
    }

    private static IEnumerable<object?> Unique(object? value, Bound a)
    {
        Func<object?, object?> key = AttributePath.Getter(a.Or(1, null), null, ignoreCase: !a.Flag(0));
        PyDict seen = new();
        foreach (object? item in PySequences.Iterate(value))
        {
            object? name = key(item);
            _ = PyCompare.Hash(name);
            if (seen.TryGet(name, out _)) continue;
            a.Budget.Items(1);
            seen[name] = null;
            yield return item;
        }
    }
}
