using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Inspecting;

/// <summary>The list of what only a hostile pickle uses, with what it can do (<c>dangerous-globals.txt</c>).</summary>
internal sealed class DangerousGlobals
{
    private readonly Dictionary<string, GlobalDanger> _names = new(StringComparer.Ordinal);

    private DangerousGlobals()
    {
        foreach (string[] words in GlobalLines.Read("dangerous-globals"))
        {
            GlobalDanger danger = Enum.Parse<GlobalDanger>(words[0], ignoreCase: true);
            foreach (string name in words[1..])
                _names.TryAdd(name, danger);
        }
    }

    /// <summary>The list that the module ships.</summary>
    public static DangerousGlobals Shipped { get; } = new();

    /// <summary>What a global can do; null for one that is not on the list, nor inside of one.</summary>
    public GlobalDanger? Find(PickleGlobal global)
    {
        for (string name = global.ToString(); ;)
        {
            if (_names.TryGetValue(name, out GlobalDanger danger))
                return danger;
            int dot = name.LastIndexOf('.');
            if (dot < 0)
                return null;
            name = name[..dot];
        }
    }
}
