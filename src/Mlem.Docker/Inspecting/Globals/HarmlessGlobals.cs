using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Inspecting;

/// <summary>The list of what pickles of honest models use (<c>harmless-globals.txt</c>).</summary>
internal sealed class HarmlessGlobals
{
    private readonly Dictionary<string, GlobalUse> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Name, GlobalUse Use, bool Below)>> _patterns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _packages = new(StringComparer.Ordinal);

    private HarmlessGlobals()
    {
        foreach (string[] words in GlobalLines.Read("harmless-globals"))
            Add(Use(words[0]), words[1], words[2..]);
    }

    /// <summary>The list that the module ships.</summary>
    public static HarmlessGlobals Shipped { get; } = new();

    /// <summary>Whether the list knows a package: what it does not name of it is not harmless.</summary>
    public bool Knows(string package) => _packages.Contains(package);

    /// <summary>Whether a name looks like a class's: <c>LogisticRegression</c>, <c>_BinMapper</c>.</summary>
    public static bool IsClass(string name) => IsPlain(name) && char.IsAsciiLetterUpper(name.TrimStart('_').FirstOrDefault());

    /// <summary>How far a global is harmless by its own name.</summary>
    public GlobalUse Exact(PickleGlobal global) => _exact.GetValueOrDefault(Key(global.Module, global.Name));

    /// <summary>How far it is by the look of its name and the module that it is in.</summary>
    public GlobalUse Pattern(PickleGlobal global)
    {
        GlobalUse best = GlobalUse.No;
        for (string module = global.Module; ;)
        {
            foreach ((string name, GlobalUse use, bool below) in _patterns.GetValueOrDefault(module) ?? [])
            {
                if ((below || module == global.Module) && use > best && Fits(name, global.Name))
                    best = use;
            }

            int dot = module.LastIndexOf('.');
            if (dot < 0)
                return best;
            module = module[..dot];
        }
    }

    private static GlobalUse Use(string word) => word switch
    {
        "call" => GlobalUse.Called,
        "new" => GlobalUse.Made,
        "hold" => GlobalUse.Held,
        _ => GlobalUse.Watched,
    };

    private static string Key(string module, string name) => $"{module} {name}";

    private static bool Fits(string pattern, string name) => pattern switch
    {
        "*" => IsPlain(name),
        _ when pattern.EndsWith('+') => name.StartsWith(pattern[..^1], StringComparison.Ordinal) && IsClass(name[(pattern.Length - 1)..]),
        _ => pattern == name,
    };

    private static bool IsPlain(string name) => name.Length > 0 && !name.Contains('.', StringComparison.Ordinal) && !name.StartsWith("__", StringComparison.Ordinal);

    private void Add(GlobalUse use, string module, string[] names)
    {
        bool below = module.EndsWith(".**", StringComparison.Ordinal);
        string plain = below ? module[..^3] : module;
        _packages.Add(plain.Split('.')[0]);
        foreach (string name in names)
        {
            if (below || name is "*" || name.EndsWith('+'))
            {
                if (!_patterns.TryGetValue(plain, out List<(string, GlobalUse, bool)>? patterns))
                    _patterns.Add(plain, patterns = []);
                patterns.Add((name, use, below));
                continue;
            }

            string key = Key(plain, name == "." ? string.Empty : name);
            if (use > _exact.GetValueOrDefault(key))
                _exact[key] = use;
        }
    }
}
