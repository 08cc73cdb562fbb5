namespace Mlem.Docker.Python.Jinja.Runtime;

/// <summary>The names of a loop, macro, block or other inner part.</summary>
internal sealed class Scope(Scope? outer, IReadOnlyList<string> hidden)
{
    /// <summary>Stands for a name that the scope will set, but has not set yet.</summary>
    private static readonly object Missing = new();

    private readonly Dictionary<string, object?> _names = hidden.ToDictionary(n => n, object? (_) => Missing, StringComparer.Ordinal);

    public bool TryGet(string name, out object? value)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (!scope._names.TryGetValue(name, out value)) continue;
            if (value == Missing) value = Objects.Undefined.Name(name);
            return true;
        }

        value = null;
        return false;
    }

    public void Set(string name, object? value) => _names[name] = value;

    /// <summary>The name is looked up elsewhere from now on.</summary>
    public void Forget(string name) => _names.Remove(name);

    /// <summary>All that can be seen from here, inner names first.</summary>
    public IEnumerable<KeyValuePair<string, object?>> All()
    {
        HashSet<string> seen = [];
        for (Scope? scope = this; scope is not null; scope = scope.Outer)
        {
            foreach (KeyValuePair<string, object?> name in scope._names)
            {
                if (seen.Add(name.Key) && name.Value != Missing) yield return name;
            }
        }
    }

    private Scope? Outer => outer;
}
