using System.Collections.Frozen;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Library;

/// <summary>The filters by name: those of Jinja2 that are here, and those of the caller.</summary>
internal sealed class FilterTable
{
    private static readonly FrozenDictionary<string, Function> Own = Named(
        [.. TextFilters.All, .. ListFilters.All, .. OrderFilters.All, .. SelectFilters.All]);

    private readonly Dictionary<string, Function> _more = new(StringComparer.Ordinal);

    public FilterTable(IReadOnlyDictionary<string, Func<string, string>> more)
    {
        _more["map"] = SelectFilters.Map(this);
        foreach ((string name, Func<string, string> filter) in more) _more[name] = Make(name, filter);
    }

    public bool Has(string name) => Find(name) is not null;

    public string Missing(string name) => Messages.FormatFilterNotAvailable(
        name, string.Join(", ", Own.Keys.Union(_more.Keys).Order(StringComparer.Ordinal)));

    public object? Invoke(string name, object? value, Arguments arguments, Budget budget) =>
        (Find(name) ?? throw PythonError.Runtime(Missing(name))).Invoke(value, arguments, budget);

    private static FrozenDictionary<string, Function> Named(IEnumerable<Function> functions)
    {
        Dictionary<string, Function> filters = functions.ToDictionary(f => f.Name, StringComparer.Ordinal);
        filters["d"] = filters["default"];
        filters["count"] = filters["length"];
        return filters.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private Function? Find(string name) => _more.GetValueOrDefault(name) ?? Own.GetValueOrDefault(name);

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
