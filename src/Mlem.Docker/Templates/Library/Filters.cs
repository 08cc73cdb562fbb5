using System.Collections.Frozen;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Library;

/// <summary>The filters, by name.</summary>
internal static class Filters
{
    private static readonly FrozenDictionary<string, Function> All = Function.Table(
        [.. TextFilters.All, .. NumberFilters.All, .. ListFilters.All, .. SelectFilters.All, .. OrderFilters.All],
        ("d", "default"), ("e", "escape"), ("count", "length"));

    public static bool Exists(string name) => All.ContainsKey(name);

    public static object? Invoke(string name, object? value, Arguments arguments, Budget budget)
    {
        budget.Step();
        return All.TryGetValue(name, out Function? filter)
            ? filter.Invoke(value, arguments, budget)
            : throw PythonError.Runtime($"No filter named '{name}' found");
    }

    /// <summary>A filter that is named by a value, as in <c>map('upper')</c>.</summary>
    public static object? InvokeNamed(object? name, object? value, Arguments arguments, Budget budget)
    {
        if (name is Undefined undefined) throw undefined.Fail();
        return Invoke(PyTypes.AsText(name) ?? PyText.Repr(name), value, arguments, budget);
    }
}
