using System.Collections.Frozen;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Library;

/// <summary>A filter or a test: what it is called, what it takes, what it does.</summary>
internal sealed class Function(string name, string parameters, Func<object?, Bound, object?> body)
{
    private readonly Parameters _parameters = new(name, parameters);

    public string Name => name;

    public object? Invoke(object? value, Arguments arguments, Budget budget) =>
        body(value, _parameters.Bind(arguments, budget));

    public static FrozenDictionary<string, Function> Table(
        IEnumerable<Function> functions, params (string Alias, string Name)[] aliases)
    {
        Dictionary<string, Function> table = functions.ToDictionary(f => f.Name, StringComparer.Ordinal);
        foreach ((string alias, string name) in aliases) table[alias] = table[name];
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
