using System.Collections.Frozen;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Library;

/// <summary>The filters by name: those of Jinja2 that are here, and those of the caller.</summary>
internal sealed class FilterTable
{
    private static readonly Function[] Own = [.. TextFilters.All, .. ListFilters.All, .. OrderFilters.All];

    private readonly FrozenDictionary<string, Function> _filters;

    public FilterTable(IReadOnlyDictionary<string, Func<string, string>> more)
    {
        Dictionary<string, Function> filters = Own.Concat(SelectFilters.All(this)).ToDictionary(f => f.Name, StringComparer.Ordinal);
        filters["d"] = filters["default"];
        filters["count"] = filters["length"];
        foreach ((string name, Func<string, string> filter) in more) filters[name] = Make(name, filter);
        _filters = filters.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public bool Has(string name) => _filters.ContainsKey(name);

    public string Missing(string name) =>
        Messages.FormatFilterNotAvailable(name, string.Join(", ", _filters.Keys.Order(StringComparer.Ordinal)));

    public object? Invoke(string name, object? value, Arguments arguments, Budget budget) =>
        _filters.TryGetValue(name, out Function? filter)
            ? filter.Invoke(value, arguments, budget)
            : throw PythonError.Runtime(Missing(name));

    private static Function Make(string name, Func<string, string> filter) => new(name, string.Empty, (value, a) =>
    {
        try
        {
            return a.Budget.Text(filter(PyText.Str(value)));
        }
        catch (FormatException e)
        {
            throw PythonError.Value(e.Message);
        }
    });
}
