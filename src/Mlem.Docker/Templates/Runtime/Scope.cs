namespace Mlem.Docker.Templates.Runtime;

/// <summary>The names of a loop, macro, block or other inner part.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly Dictionary<string, object?> _names = new(StringComparer.Ordinal);

    public bool TryGet(string name, out object? value)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._names.TryGetValue(name, out value)) return true;
        }

        value = null;
        return false;
    }

    public void Set(string name, object? value) => _names[name] = value;

    /// <summary>All that can be seen from here, inner names first.</summary>
    public IEnumerable<KeyValuePair<string, object?>> All()
    {
        HashSet<string> seen = [];
        for (Scope? scope = this; scope is not null; scope = scope.Outer)
        {
            foreach (KeyValuePair<string, object?> name in scope._names)
            {
                if (seen.Add(name.Key)) yield return name;
            }
        }
    }

    private Scope? Outer => outer;
}
